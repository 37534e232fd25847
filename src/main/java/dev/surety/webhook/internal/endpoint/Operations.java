package dev.surety.webhook.internal.endpoint;

import dev.surety.core.Core;
import dev.surety.core.Fingerprint;
import dev.surety.webhook.Circuits;
import dev.surety.webhook.Endpoint.Signature;
import dev.surety.webhook.Endpoints;
import dev.surety.webhook.WebhookEvent;
import dev.surety.webhook.internal.send.Sender;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/** Endpoints and circuits as applications and operators use them, until it is closed. */
public final class Operations implements AutoCloseable {

  private final OwnCalls calls;
  private final Endpoints endpoints;
  private final Circuits circuits;

  /**
   * @param urls decides where endpoints may lead
   * @param signatures says why those cannot be made, if they cannot
   * @param certificates which client certificates are configured
   * @param patience how long a test waits for what comes of it
   * @param events tells observers
   */
  public Operations(
      Core core,
      UrlCheck urls,
      Function<Set<Signature>, Optional<String>> signatures,
      Predicate<String> certificates,
      Sender sender,
      Duration patience,
      Consumer<WebhookEvent> events) {
    this.calls = new OwnCalls(core);
    CircuitIds ids = new CircuitIds(core.settings().application());
    EndpointStatements endpointStatements = new EndpointStatements(core);
    CircuitStatements circuitStatements = new CircuitStatements(core);
    Fingerprint fingerprint = new Fingerprint(core.settings());
    this.circuits = new StoredCircuits(calls, circuitStatements, endpointStatements, ids, events);
    this.endpoints =
        new StoredEndpoints(
            calls,
            endpointStatements,
            circuitStatements,
            ids,
            new EndpointRules(signatures, certificates),
            urls,
            new TestMessage(sender, ids, fingerprint, patience),
            fingerprint,
            events);
  }

  public Endpoints endpoints() {
    return endpoints;
  }

  public Circuits circuits() {
    return circuits;
  }

  /** Ends its threads. */
  @Override
  public void close() {
    calls.close();
  }
}
