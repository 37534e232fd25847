package dev.surety.webhook.internal.receive;

import dev.surety.SuretyException;
import dev.surety.UnavailableException;
import dev.surety.core.Transactions;
import dev.surety.idempotency.Idempotency;
import dev.surety.idempotency.Recovery;
import dev.surety.idempotency.ReserveOptions;
import dev.surety.keys.MacKey;
import dev.surety.keys.MacKeys;
import dev.surety.keys.Ring;
import dev.surety.signature.SignatureVerifier;
import dev.surety.webhook.WebhookVerifier;
import java.time.InstantSource;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.Config;

/** The configured receivers by name. */
public final class Receivers {

  /**
   * What receivers work with.
   *
   * @param verifiers finds a verifier of the signature part by its name
   * @param transactions tells of the caller's
   * @param clock the database's
   */
  public record Tools(
      MacKeys macs,
      Function<String, SignatureVerifier> verifiers,
      Idempotency idempotency,
      Transactions transactions,
      InstantSource clock) {}

  private final Map<String, WebhookVerifier> receivers = new LinkedHashMap<>();
  private final Tools tools;

  /**
   * @throws SuretyException if a receiver's settings do not let it verify anything
   */
  public Receivers(Config config, Tools tools) {
    this.tools = tools;
    ReceiverSettings.all(config)
        .forEach(
            (name, settings) -> {
              settings.checkVerifier(config, name);
              receivers.put(name, receiver(name, settings));
            });
  }

  /**
   * @throws SuretyException if none has that name
   */
  public WebhookVerifier named(String name) {
    WebhookVerifier receiver = receivers.get(name);
    if (receiver == null) {
      throw unknown(name, receivers.keySet());
    }
    return receiver;
  }

  /**
   * A receiver that may be injected before Surety has started.
   *
   * @param running the receivers, once it has
   * @throws SuretyException if no receiver has that name
   */
  public static WebhookVerifier later(Config config, String name, Supplier<Receivers> running) {
    List<String> known = ReceiverSettings.RECEIVERS.in(config);
    if (!known.contains(name)) {
      throw unknown(name, known);
    }
    return new LateReceiver(() -> running.get().named(name));
  }

  static SuretyException unknown(String name, Collection<String> known) {
    return new SuretyException(
        "no receiver has the name of @NamedReceiver(\"%s\"). Add it to %s, which lists %s"
            .formatted(name, ReceiverSettings.RECEIVERS.key(), known));
  }

  private WebhookVerifier receiver(String name, ReceiverSettings settings) {
    return new Receiver(
        name,
        inspection(name, settings),
        new Receiver.Memory(
            tools.idempotency(),
            tools.transactions(),
            new ReserveOptions(settings.lease(), settings.ttl(), Recovery.RERUN),
            settings.tolerance().multipliedBy(2).plusSeconds(1)));
  }

  private Inspection inspection(String name, ReceiverSettings settings) {
    Tolerance tolerance = new Tolerance(settings.tolerance(), tools.clock());
    Supplier<List<MacKey>> macs = () -> macs(name, settings.ring());
    return switch (settings.mode()) {
      case STANDARD -> new StandardInspection(macs, settings.publicKeys(), tolerance);
      case LEGACY -> new LegacyInspection(macs, tolerance);
      case RFC9421 -> new MessageInspection(tools.verifiers().apply(settings.verifier()));
    };
  }

  /** A ring without keys is no fault of the sender's: he is asked to come again. */
  private List<MacKey> macs(String name, Optional<Ring> ring) {
    try {
      return ring.map(tools.macs()::verifying).orElse(List.of());
    } catch (IllegalStateException | IllegalArgumentException e) {
      throw new UnavailableException(
          "the receiver " + name + " has no keys to verify with: " + e.getMessage(), e);
    }
  }
}
