package dev.surety.signature.internal;

import dev.surety.SuretyException;
import dev.surety.core.Core;
import dev.surety.core.net.AddressPolicy;
import dev.surety.core.net.Cidr;
import dev.surety.core.net.GuardedHttpClient;
import dev.surety.core.net.IpAddress;
import dev.surety.core.net.UrlPolicy;
import dev.surety.keys.MacKeys;
import dev.surety.signature.KeyResolver;
import dev.surety.signature.RevocationSource;
import dev.surety.signature.SignatureAlgorithm;
import dev.surety.signature.internal.key.CombinedKeys;
import dev.surety.signature.internal.key.CombinedRevocations;
import dev.surety.signature.internal.key.FetchingThreads;
import dev.surety.signature.internal.key.HeldKeys;
import dev.surety.signature.internal.key.RemoteKeys;
import dev.surety.signature.internal.key.RemoteRevocations;
import dev.surety.signature.internal.key.RevokedKids;
import dev.surety.signature.internal.key.RingKeys;
import dev.surety.signature.internal.key.StaticKeys;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The configured key sets and revocation lists, and the client that fetches them. */
final class KeySets implements AutoCloseable {

  private static final Duration GRACE = Duration.ofMinutes(30);

  /** A fetch's own bound, and a second to spare. */
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(11);

  private final Map<String, HeldKeys> keys = new LinkedHashMap<>();
  private final List<RevocationSource> revocations = new ArrayList<>();
  private final List<RemoteRevocations> lists = new ArrayList<>();
  private final List<RemoteKeys> remotes = new ArrayList<>();
  private final MacKeys macs;
  private final @Nullable GuardedHttpClient client;
  private final FetchingThreads fetching;

  /**
   * Reads local sets, fetches the first revocation lists, and begins to fetch the other key sets,
   * for which nobody waits.
   *
   * @param macs lends the keys of rings; asked with each message, and not before
   * @throws SuretyException if a set cannot be read
   */
  KeySets(SignatureSettings settings, MacKeys macs, Core core) {
    this.macs = macs;
    List<URI> urls = settings.keySets().values().stream().flatMap(KeySets::urls).toList();
    this.fetching = new FetchingThreads(core.threads());
    this.client =
        urls.isEmpty()
            ? null
            : new GuardedHttpClient(
                policy(urls, settings.allowedNetworks()),
                new AddressPolicy(settings.allowedNetworks()),
                core.threads());
    try {
      settings.keySets().forEach((name, set) -> add(name, set, core));
      startFetching(core);
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /**
   * @param names in order of trust
   * @throws SuretyException if one is a ring and the profile allows no HMAC
   */
  KeyResolver resolver(Collection<String> names, Profile profile) {
    for (String name : names) {
      if (keys.get(name) instanceof RingKeys
          && !profile.algorithms().contains(SignatureAlgorithm.HMAC_SHA256)) {
        throw new SuretyException(
            "surety.signature.key-set."
                + name
                + ".ring names a ring of HMAC keys, for a verifier whose profile does not allow"
                + " hmac-sha256: name other key sets there, or choose the profile rfc9421");
      }
    }
    return new CombinedKeys(names.stream().map(keys::get).toList());
  }

  /**
   * @param provided the application's own source, which counts beside what is configured
   */
  RevocationSource revocations(List<RevocationSource> provided) {
    return new CombinedRevocations(Stream.concat(revocations.stream(), provided.stream()).toList());
  }

  @Override
  public void close() {
    lists.forEach(RemoteRevocations::close);
    fetching.close();
    if (client != null) {
      client.close();
    }
  }

  private void add(String name, KeySetSettings set, Core core) {
    if (set.ring().isPresent()) {
      keys.put(name, new RingKeys(macs, set.ring().get(), set.issuer(), set.owner()));
    } else if (client != null && set.isRemote()) {
      RemoteKeys remote =
          new RemoteKeys(client, URI.create(set.jwks()), set.issuer(), set.owner(), fetching);
      keys.put(name, remote);
      remotes.add(remote);
    } else {
      keys.put(name, StaticKeys.of(set.jwks(), set.issuer(), set.owner()));
    }
    if (!set.revoked().isEmpty()) {
      revocations.add(new RevokedKids(set.issuer(), Set.copyOf(set.revoked())));
    }
    if (client != null && !set.revocations().isEmpty()) {
      RemoteRevocations list =
          new RemoteRevocations(
              client, URI.create(set.revocations()), set.issuer(), GRACE, core.clock()::now);
      lists.add(list);
      revocations.add(list);
    }
  }

  /** Without a first list an issuer's keys are refused, so those are waited for, all together. */
  private void startFetching(Core core) {
    CompletableFuture<Void> first =
        fetching.all(lists.stream().<Runnable>map(list -> list::refreshIfDue).toList());
    remotes.forEach(RemoteKeys::start);
    FetchingThreads.await(first, LONGEST_WAIT);
    lists.forEach(list -> list.start(core.scheduler()));
  }

  /**
   * The operator chose the URLs, so their ports are right; http is for addresses of own networks.
   */
  private static UrlPolicy policy(List<URI> urls, List<Cidr> allowedNetworks) {
    Set<Integer> ports = urls.stream().map(KeySets::port).collect(Collectors.toSet());
    boolean plain = false;
    for (URI url : urls) {
      if ("http".equals(url.getScheme())) {
        checkOwn(url, allowedNetworks);
        plain = true;
      }
    }
    return new UrlPolicy(ports, plain);
  }

  private static void checkOwn(URI url, List<Cidr> allowedNetworks) {
    byte[] address = url.getHost() == null ? null : IpAddress.of(url.getHost());
    if (address == null
        || allowedNetworks.stream().noneMatch(network -> network.contains(address))) {
      throw new SuretyException(
          "'"
              + url
              + "' would be fetched in clear text: use https, or an address within "
              + SignatureSettings.ALLOWED_NETWORKS.key());
    }
  }

  private static int port(URI url) {
    if (url.getPort() >= 0) {
      return url.getPort();
    }
    return "http".equals(url.getScheme()) ? 80 : 443;
  }

  private static Stream<URI> urls(KeySetSettings set) {
    return Stream.of(set.isRemote() ? set.jwks() : "", set.revocations())
        .filter(url -> !url.isEmpty())
        .map(URI::create);
  }
}
