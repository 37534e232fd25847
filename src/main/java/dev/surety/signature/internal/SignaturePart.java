package dev.surety.signature.internal;

import dev.surety.SuretyException;
import dev.surety.core.Core;
import dev.surety.core.Part;
import dev.surety.core.Surety;
import dev.surety.keys.MacKeys;
import dev.surety.replay.NamedStore;
import dev.surety.replay.ReplayStore;
import dev.surety.signature.KeyResolver;
import dev.surety.signature.NamedSigner;
import dev.surety.signature.NamedVerifier;
import dev.surety.signature.RevocationSource;
import dev.surety.signature.SignatureRefused;
import dev.surety.signature.SignatureSigner;
import dev.surety.signature.SignatureVerifier;
import dev.surety.signature.SigningKey;
import dev.surety.signature.internal.target.Origins;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.spi.InjectionPoint;
import jakarta.enterprise.util.AnnotationLiteral;
import jakarta.inject.Inject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Builds verifiers and signers from the configuration and offers them to injection. */
@ApplicationScoped
@SuppressWarnings("NullAway.Init")
public class SignaturePart implements Part, RequestGates {

  /** What runs between start and stop. */
  private record Running(
      SignatureSettings settings,
      Map<String, Gate> gates,
      Signers signers,
      Origins origins,
      KeySets keySets) {}

  @Inject private Instance<KeyResolver> resolvers;
  @Inject private Instance<RevocationSource> revocationSources;
  @Inject @Any private Instance<SigningKey> signingKeys;
  // a proxy: the part of keys may start after this one
  @Inject private MacKeys macs;
  @Inject private Event<SignatureRefused> refusals;
  @Inject private Instance<ReplayStore> mainStore;
  @Inject @Any private Instance<ReplayStore> stores;

  private volatile @Nullable Running running;

  @Override
  public void start(Core core) {
    SignatureSettings settings = SignatureSettings.of(core.config());
    Origins origins = Origins.of(settings.publicOrigins(), settings.trustedProxies());
    Signers signers =
        new Signers(
            settings.signers(),
            SigningKeyBeans.byName(signingKeys, settings.signers().keySet()),
            core.clock()::now);
    KeySets keySets = new KeySets(settings, macs, core);
    Map<String, Gate> gates = new LinkedHashMap<>();
    // Known before the rest is made, so that a failed start closes the key sets too.
    running = new Running(settings, gates, signers, origins, keySets);
    settings
        .verifiers()
        .forEach((name, verifier) -> gates.put(name, gate(name, verifier, keySets, core)));
  }

  @Override
  public void stop() {
    Running started = running;
    if (started != null) {
      started.keySets().close();
    }
  }

  @Override
  public RequestGate named(String verifier) {
    return gate(verifier);
  }

  @Override
  public void check(String verifier) {
    Gate unused = gate(verifier);
    VerifierSettings settings =
        Objects.requireNonNull(running().settings().verifiers().get(verifier));
    VerifierNeeds needs = new VerifierNeeds(verifier, settings);
    needs.checkKeys(!resolvers.isUnsatisfied());
    needs.checkStore(store(verifier, settings.replayStore()).expiries());
  }

  @Override
  public Origins origins() {
    return running().origins();
  }

  @Produces
  SignatureVerifier verifier() {
    return message -> gate(SignatureSettings.DEFAULT).verify(message);
  }

  @Produces
  @NamedVerifier("")
  SignatureVerifier verifier(InjectionPoint target) {
    String name = qualifier(target, NamedVerifier.class).value();
    return message -> gate(name).verify(message);
  }

  @Produces
  SignatureSigner signer() {
    return message -> running().signers().named(SignatureSettings.DEFAULT).sign(message);
  }

  @Produces
  @NamedSigner("")
  SignatureSigner signer(InjectionPoint target) {
    String name = qualifier(target, NamedSigner.class).value();
    return message -> running().signers().named(name).sign(message);
  }

  private Gate gate(String name, VerifierSettings settings, KeySets keySets, Core core) {
    return new Gate(
        settings,
        new ProfileVerifier(
            settings.profile(),
            resolvers.isUnsatisfied()
                ? keySets.resolver(settings.keySets(), settings.profile())
                : resolvers.get(),
            keySets.revocations(
                revocationSources.isUnsatisfied() ? List.of() : List.of(revocationSources.get())),
            store(name, settings.replayStore()),
            core.clock()::now),
        new RefusalReports(name, refusals::fire));
  }

  private ReplayStore store(String verifier, String name) {
    if (name.isEmpty()) {
      return mainStore.get();
    }
    try {
      return stores.select(new StoreName(name)).get();
    } catch (SuretyException e) {
      throw new SuretyException(
          SignatureSettings.replayStoreKey(verifier) + " cannot be: " + e.getMessage(), e);
    }
  }

  private Gate gate(String name) {
    Map<String, Gate> gates = running().gates();
    Gate gate = gates.get(name);
    if (gate == null) {
      throw SignatureSettings.noVerifier(name, gates.keySet());
    }
    return gate;
  }

  private Running running() {
    Running started = running;
    if (started == null) {
      throw Surety.notStarted();
    }
    return started;
  }

  private static <A> A qualifier(InjectionPoint target, Class<A> type) {
    return target.getQualifiers().stream()
        .filter(type::isInstance)
        .map(type::cast)
        .findFirst()
        .orElseThrow();
  }

  @SuppressWarnings("serial")
  private static final class StoreName extends AnnotationLiteral<NamedStore> implements NamedStore {

    private final String value;

    StoreName(String value) {
      this.value = value;
    }

    @Override
    public String value() {
      return value;
    }
  }
}
