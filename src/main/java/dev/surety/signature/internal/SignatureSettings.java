package dev.surety.signature.internal;

import dev.surety.SuretyException;
import dev.surety.core.Setting;
import dev.surety.core.net.Cidr;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.Config;

/**
 * The signature part's validated configuration.
 *
 * @param verifiers the verifiers by name; the default one is named {@code default}
 * @param signers the signers by name; the default one is named {@code default}
 * @param keySets the key sets that any verifier names
 * @param publicOrigins the origins under which clients know the application
 * @param trustedProxies the networks whose Forwarded fields count
 * @param allowedNetworks networks that may be fetched from although they are not public
 */
public record SignatureSettings(
    Map<String, VerifierSettings> verifiers,
    Map<String, SignerSettings> signers,
    Map<String, KeySetSettings> keySets,
    List<String> publicOrigins,
    List<Cidr> trustedProxies,
    List<Cidr> allowedNetworks) {

  static final String DEFAULT = "default";
  static final Pattern NAME = Pattern.compile("(?!default$)[a-z][a-z0-9-]{0,31}");
  private static final String PREFIX = "surety.signature";

  static final Setting<List<String>> VERIFIERS =
      Setting.list(PREFIX + ".verifiers", "names of further verifiers", NAME);
  static final Setting<List<String>> SIGNERS =
      Setting.list(PREFIX + ".signers", "names of further signers", NAME);
  static final Setting<List<String>> PUBLIC_ORIGINS =
      Setting.list(
          PREFIX + ".public-origins",
          "origins such as https://api.example.com",
          Pattern.compile("https?://[!-~&&[^,/?#]]{1,300}"));
  static final Setting<List<Cidr>> TRUSTED_PROXIES = networks(PREFIX + ".trusted-proxies");
  static final Setting<List<Cidr>> ALLOWED_NETWORKS = networks(PREFIX + ".allowed-networks");

  /** Every setting of this part, in the order of the README's table. */
  public static final List<Setting<?>> ALL =
      Stream.of(
              Stream.of(VERIFIERS, SIGNERS, PUBLIC_ORIGINS, TRUSTED_PROXIES, ALLOWED_NETWORKS),
              VerifierSettings.all(PREFIX),
              KeySetSettings.Keys.of("<name>").all().stream(),
              SignerSettings.Keys.under(PREFIX + ".signer").all().stream())
          .<Setting<?>>flatMap(settings -> settings)
          .toList();

  static SignatureSettings of(Config config) {
    Map<String, VerifierSettings> verifiers = new LinkedHashMap<>();
    verifiers.put(DEFAULT, VerifierSettings.of(config, prefix(DEFAULT)));
    for (String name : VERIFIERS.in(config)) {
      verifiers.put(name, VerifierSettings.of(config, prefix(name)));
    }
    Map<String, SignerSettings> signers = new LinkedHashMap<>();
    signers.put(DEFAULT, SignerSettings.of(config, PREFIX + ".signer"));
    for (String name : SIGNERS.in(config)) {
      signers.put(name, SignerSettings.of(config, PREFIX + ".signer." + name));
    }
    Map<String, KeySetSettings> keySets = new LinkedHashMap<>();
    verifiers.values().stream()
        .flatMap(verifier -> verifier.keySets().stream())
        .distinct()
        .forEach(name -> keySets.put(name, KeySetSettings.of(config, name)));
    return new SignatureSettings(
        verifiers,
        signers,
        keySets,
        PUBLIC_ORIGINS.in(config),
        TRUSTED_PROXIES.in(config),
        ALLOWED_NETWORKS.in(config));
  }

  /** What is wrong with a verifier's name, if anything is. */
  static Stream<SuretyException> unknownVerifier(Config config, String name) {
    Set<String> known = names(VERIFIERS.in(config));
    return known.contains(name) ? Stream.of() : Stream.of(noVerifier(name, known));
  }

  /** What is wrong with a signer's name, if anything is. */
  static Stream<SuretyException> unknownSigner(Config config, String name) {
    Set<String> known = names(SIGNERS.in(config));
    return known.contains(name) ? Stream.of() : Stream.of(noSigner(name, known));
  }

  static SuretyException noVerifier(String name, Set<String> known) {
    return unknown("verifier", name, VERIFIERS, known);
  }

  static SuretyException noSigner(String name, Set<String> known) {
    return unknown("signer", name, SIGNERS, known);
  }

  /** The key of the setting that names a verifier's key sets. */
  static String keySetsKey(String verifier) {
    return VerifierSettings.Keys.under(prefix(verifier)).keySets().key();
  }

  /** The key of the setting that names a verifier's store of nonces. */
  static String replayStoreKey(String verifier) {
    return VerifierSettings.Keys.under(prefix(verifier)).replayStore().key();
  }

  private static Set<String> names(List<String> further) {
    Set<String> names = new LinkedHashSet<>(Set.of(DEFAULT));
    names.addAll(further);
    return names;
  }

  private static SuretyException unknown(
      String what, String name, Setting<List<String>> names, Set<String> known) {
    return new SuretyException(
        "no %s is named '%s'. Add it to %s, or name one of %s"
            .formatted(what, name, names.key(), known));
  }

  private static Setting<List<Cidr>> networks(String key) {
    return Setting.list(key, "addresses or networks such as 10.0.0.0/8", Cidr::of);
  }

  private static String prefix(String verifier) {
    return verifier.equals(DEFAULT) ? PREFIX : PREFIX + ".verifier." + verifier;
  }
}
