package dev.surety.webhook.internal;

import dev.surety.core.Core;
import dev.surety.core.StartCheck;
import dev.surety.core.StoredPart;
import dev.surety.core.Surety;
import dev.surety.core.Transactions;
import dev.surety.idempotency.Idempotency;
import dev.surety.keys.MacKeys;
import dev.surety.signature.SignatureSigner;
import dev.surety.signature.SignatureVerifier;
import dev.surety.signature.SigningKey;
import dev.surety.webhook.Circuits;
import dev.surety.webhook.Endpoints;
import dev.surety.webhook.NamedReceiver;
import dev.surety.webhook.WebhookEvent;
import dev.surety.webhook.WebhookVerifier;
import dev.surety.webhook.Webhooks;
import dev.surety.webhook.internal.receive.Receivers;
import dev.surety.webhook.internal.receive.VerifierLookup;
import dev.surety.webhook.internal.send.SignedRequests;
import dev.surety.webhook.internal.send.SignerLookup;
import dev.surety.webhook.internal.send.WireSettings;
import dev.surety.webhook.internal.table.QueuedDelivery;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.spi.InjectionPoint;
import jakarta.inject.Inject;
import java.util.Map;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;

/** Starts webhooks and offers them to injection. */
@ApplicationScoped
@SuppressWarnings("NullAway.Init")
public class WebhookPart implements StoredPart, StartCheck {

  private record Running(SignedRequests signed, Assembly sending, Receivers receivers) {}

  @Inject private MacKeys macs;
  @Inject private Idempotency idempotency;
  @Inject private Event<WebhookEvent> events;
  @Inject @Any private Instance<SignatureSigner> signers;
  @Inject @Any private Instance<SignatureVerifier> verifiers;
  @Inject @Any private Instance<SigningKey> signingKeys;

  private volatile @Nullable Running running;

  @Override
  public String name() {
    return "webhook";
  }

  @Override
  public int schemaVersion() {
    return 1;
  }

  @Override
  public Map<String, String> tables(Config config) {
    return WebhookSettings.tables(config);
  }

  @Override
  public Class<?> entity() {
    return QueuedDelivery.class;
  }

  @Override
  public void start(Core core) {
    WireSettings wire = WireSettings.of(core.config());
    Transactions transactions = core.transactions();
    SignedRequests signed =
        new SignedRequests(
            wire,
            macs,
            SignerLookup.ed25519(wire, signingKeys),
            SignerLookup.signers(signers),
            core.clock()::now);
    Receivers receivers =
        new Receivers(
            core.config(),
            new Receivers.Tools(
                macs,
                VerifierLookup.verifiers(verifiers),
                idempotency,
                transactions,
                core.clock()::now));
    running =
        new Running(
            signed,
            new Assembly(
                core, signed, event -> fire(event, transactions), TraceFilter::traceparent),
            receivers);
  }

  /** What is configured to sign must be able to; only the other parts' keys say whether it is. */
  @Override
  public void check() {
    running().signed().check();
  }

  @Override
  public void stop() {
    Running started = running;
    if (started != null) {
      started.sending().close();
    }
  }

  /**
   * The application's webhooks.
   *
   * @throws IllegalStateException if Surety's listener did not run
   */
  @Produces
  @ApplicationScoped
  public Webhooks webhooks() {
    return running().sending().webhooks();
  }

  /**
   * The application's endpoints.
   *
   * @throws IllegalStateException if Surety's listener did not run
   */
  @Produces
  @ApplicationScoped
  public Endpoints endpoints() {
    return running().sending().endpoints();
  }

  /**
   * The application's circuits.
   *
   * @throws IllegalStateException if Surety's listener did not run
   */
  @Produces
  @ApplicationScoped
  public Circuits circuits() {
    return running().sending().circuits();
  }

  /**
   * A receiver, also before the start.
   *
   * @throws dev.surety.SuretyException if none has that name
   */
  @Produces
  @NamedReceiver("")
  public WebhookVerifier receiver(InjectionPoint target) {
    String name =
        target.getQualifiers().stream()
            .filter(NamedReceiver.class::isInstance)
            .map(qualifier -> ((NamedReceiver) qualifier).value())
            .findFirst()
            .orElse("");
    return Receivers.later(ConfigProvider.getConfig(), name, () -> running().receivers());
  }

  private void fire(WebhookEvent event, Transactions transactions) {
    transactions.clear();
    events.fire(event);
  }

  private Running running() {
    Running started = running;
    if (started == null) {
      throw Surety.notStarted();
    }
    return started;
  }
}
