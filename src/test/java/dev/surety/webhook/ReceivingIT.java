package dev.surety.webhook;

import static dev.surety.webhook.DeliveryState.DELIVERED;
import static dev.surety.webhook.shop.Sink.within10Seconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.surety.signature.shop.PartnerKey;
import dev.surety.testing.FreePorts;
import dev.surety.testing.TestSession;
import dev.surety.webhook.Endpoint.Signature;
import dev.surety.webhook.shop.Announcer;
import dev.surety.webhook.shop.Inbox;
import dev.surety.webhook.shop.Ledger;
import dev.surety.webhook.shop.Sink;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Our sender against our receiver, over HTTP within one server, in each mode. */
@ExtendWith(ArquillianExtension.class)
class ReceivingIT {

  private static final String PORT = "tests.http-port";

  @Inject Webhooks webhooks;
  @Inject Endpoints endpoints;
  @Inject Ledger ledger;
  @Inject Inbox inbox;
  @Inject Sink sink;

  private final String id = UUID.randomUUID().toString();

  @Deployment
  static WebArchive archive() {
    int port = FreePorts.one();
    PartnerKey key = PartnerKey.ed25519("hooks");
    Map<String, String> config = new HashMap<>();
    config.put(PORT, "" + TestSession.httpPort());
    config.put("surety.webhook.ports", port + "," + TestSession.httpPort());
    config.put("surety.webhook.poll", "PT0.2S");
    config.put("surety.webhook.retry-schedule", "PT0.1S");
    config.put("surety.webhook.receivers", "standard,legacy,rfc9421");
    config.put("surety.webhook.receiver.standard.ring", "webhooks");
    config.put("surety.webhook.receiver.legacy.mode", "legacy");
    config.put("surety.webhook.receiver.legacy.ring", "webhooks");
    config.put("surety.webhook.receiver.rfc9421.mode", "rfc9421");
    config.put("surety.webhook.receiver.rfc9421.verifier", "hooks");
    config.put("surety.signature.signer.profile", "adcp-webhook");
    config.put("surety.signature.signer.key", "classpath:own.pem");
    config.put("surety.signature.signer.key-id", key.kid());
    config.put("surety.signature.verifiers", "hooks");
    config.put("surety.signature.verifier.hooks.profile", "adcp-webhook");
    config.put("surety.signature.verifier.hooks.key-sets", "hooks");
    config.put("surety.signature.key-set.hooks.jwks", "{\"keys\":[" + key.webhookJwk() + "]}");
    return SinkWar.named("receiving.war", port, Ledger.class, Inbox.class, Announcer.class)
        // the server looks at every method of this class
        .classes(PartnerKey.class)
        .config(config)
        .file("WEB-INF/classes/own.pem", key.pem())
        .build();
  }

  @Test
  void standardWebhook_isHandledOnce() throws Exception {
    assertHandledOnce(Signature.STANDARD);
  }

  @Test
  void legacyWebhook_isHandledOnce() throws Exception {
    assertHandledOnce(Signature.LEGACY);
  }

  @Test
  void rfc9421Webhook_isHandledOnce() throws Exception {
    assertHandledOnce(Signature.RFC9421);
  }

  @Test
  void standardWebhook_whileItIsHandled_is503WithRetryAfter() throws Exception {
    assertRunning(Signature.STANDARD);
  }

  @Test
  void legacyWebhook_whileItIsHandled_is503WithRetryAfter() throws Exception {
    assertRunning(Signature.LEGACY);
  }

  @Test
  void handlerThatRollsBack_hasNoEffect_andTheNextOneHasIt() {
    inbox.failFor(id, "before commit");
    Receipt receipt = send("one", Signature.STANDARD, body(1));
    ledger.assertBecomes(DELIVERED, receipt);
    assertThat(ledger.attempts(receipt)).extracting(Attempt::status).containsExactly(500, 200);
    assertOneEffect();
  }

  @Test
  void traceOfTheEnqueuingRequest_reachesTheReceiver() throws Exception {
    String trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    URI url = sink.on("/" + id, Sink.status(204));
    HttpRequest request =
        HttpRequest.newBuilder(uri("announcements?url=" + url))
            .header("traceparent", trace)
            .POST(BodyPublishers.noBody())
            .build();
    HttpResponse<String> answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(within10Seconds(() -> !sink.at("/" + id).isEmpty())).isTrue();
    assertThat(sink.at("/" + id).get(0).headers()).containsEntry("traceparent", trace);
  }

  /**
   * Answered 500 after its commit; then again; with another body; and with one that was changed.
   */
  private void assertHandledOnce(Signature signature) throws Exception {
    inbox.failFor(id, "after commit");
    Receipt receipt = send("one", signature, body(1));
    ledger.assertBecomes(DELIVERED, receipt);
    assertThat(ledger.attempts(receipt)).extracting(Attempt::status).containsExactly(500, 200);
    Receipt again = send("two", signature, body(1));
    ledger.assertBecomes(DELIVERED, again);
    Receipt other = send("three", signature, body(2));
    ledger.assertDead("final-status", other);
    assertThat(ledger.attempt(other).status()).isEqualTo(409);
    assertThat(post(signature, "{\"forged\":true}").statusCode()).isEqualTo(401);
    assertOneEffect();
  }

  private void assertRunning(Signature signature) throws Exception {
    CountDownLatch release = inbox.holdFor(id);
    Receipt receipt = send("one", signature, body(1));
    try {
      assertThat(within10Seconds(() -> inbox.came(id) != null)).isTrue();
      HttpResponse<String> running = post(signature, body(1));
      assertThat(running.statusCode()).isEqualTo(503);
      assertThat(running.headers().firstValueAsLong("Retry-After").orElse(0)).isPositive();
      assertThat(webhooks.list(DeliveryFilter.of(DELIVERED).type("effect"), 1_000))
          .noneMatch(effect -> effect.url().endsWith(id));
    } finally {
      release.countDown();
    }
    ledger.assertBecomes(DELIVERED, receipt);
    assertThat(post(signature, body(1)).statusCode()).isEqualTo(200);
    assertOneEffect();
  }

  private void assertOneEffect() {
    assertThat(within10Seconds(() -> !sink.at("/effects/" + id).isEmpty())).isTrue();
    assertThat(sink.at("/effects/" + id)).hasSize(1);
  }

  private Receipt send(String tenant, Signature signature, String body) {
    endpoints.create(
        Endpoint.Settings.of(tenant, id, uri("inbound/" + mode(signature)))
            .withSignatures(Set.of(signature)));
    return webhooks.send(
        WebhookMessage.toEndpoint(id)
            .tenant(tenant)
            .idempotencyKey(id)
            .type("order.created")
            .payload(body.getBytes(StandardCharsets.UTF_8), "application/json")
            .build());
  }

  /** The header of the first request, with a body. */
  private HttpResponse<String> post(Signature signature, String body) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri("inbound/" + mode(signature)))
            .POST(BodyPublishers.ofString(body));
    inbox.came(id).signed().forEach(request::header);
    return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
  }

  private String body(int number) {
    return "{\"idempotency_key\":\"" + id + "\",\"number\":" + number + "}";
  }

  private static String mode(Signature signature) {
    return signature.name().toLowerCase(Locale.ROOT);
  }

  private static URI uri(String path) {
    String port = ConfigProvider.getConfig().getValue(PORT, String.class);
    return URI.create("http://127.0.0.1:" + port + "/receiving/api/" + path);
  }
}
