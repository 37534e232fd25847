package dev.surety.webhook.internal;

import static dev.surety.webhook.internal.WebhookFixture.await;
import static dev.surety.webhook.internal.WebhookFixture.message;
import static dev.surety.webhook.internal.WebhookFixture.status;
import static org.assertj.core.api.Assertions.assertThat;

import dev.surety.core.Core;
import dev.surety.testing.FourRights;
import dev.surety.testing.LocalUnit;
import dev.surety.testing.TestDatabase;
import dev.surety.webhook.DeliveryFilter;
import dev.surety.webhook.Endpoint;
import dev.surety.webhook.Receipt;
import dev.surety.webhook.WebhookMessage;
import dev.surety.webhook.internal.WebhookFixture.Instance;
import java.net.URI;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** SELECT, INSERT, UPDATE and DELETE on the tables are enough at run time. */
class WebhookPrivilegesStoreTest {

  private static final URI HOME = URI.create("https://receiver.example/in");

  @Test
  void roleWithTheFourRights_doesEverything() throws Exception {
    try (LocalUnit owner = new LocalUnit(TestDatabase.shared())) {
      Core unused = owner.core("owner", new WebhookPart(), Map.of());
    }
    String tables =
        new WebhookSchema().settings().keySet().stream().collect(Collectors.joining(", "));
    try (FourRights role = new FourRights("webhook_rights", tables);
        WebhookFixture fixture = new WebhookFixture(TestDatabase.shared(), role.unit(), true)) {
      use(fixture);
    }
  }

  private static void use(WebhookFixture fixture) throws Exception {
    Map<String, String> config =
        Map.of(
            "surety.webhook.retry-schedule", "PT0.05S",
            "surety.webhook.max-attempts", "2",
            "surety.webhook.breaker-failures", "2",
            "surety.webhook.breaker-pause", "PT1S");
    Instance one =
        fixture.instance(config, job -> status(job.message().type().equals("bad") ? 503 : 200));
    Receipt bad = one.webhooks().send(message().type("bad").sequenceKey("k").build());
    one.webhooks().send(message().idempotencyKey("once").sequenceKey("k").build());
    one.endpoints().create(Endpoint.Settings.of("", "home", HOME));
    one.webhooks().send(WebhookMessage.toEndpoint("home").payload("x").build());
    await(() -> fixture.queued() == 0);
    assertThat(one.webhooks().attempts(bad.delivery())).hasSize(2);
    assertThat(one.webhooks().redeliver(DeliveryFilter.dead(), 10)).isOne();
    assertThat(one.webhooks().cancel(bad.delivery())).isTrue();
    one.circuits().pause("", "breaker");
    assertThat(one.circuits().resume("", "breaker")).isTrue();
    assertThat(one.endpoints().pause("", "home")).isTrue();
    assertThat(one.endpoints().delete("", "home")).isTrue();
    sweep(fixture, one, bad);
  }

  private static void sweep(WebhookFixture fixture, Instance one, Receipt old) {
    String of = " WHERE application = '" + fixture.application + "'";
    String message = " WHERE delivery_id = '" + old.delivery() + "'";
    fixture.execute("UPDATE surety_webhook_dedup SET until = now() - interval '1 day'" + of);
    fixture.execute(
        "UPDATE surety_webhook_message SET ended_at = ended_at - interval '1 year'" + message);
    assertThat(one.webhooks().sweep()).isGreaterThanOrEqualTo(2);
    assertThat(fixture.text("SELECT count(*) FROM surety_webhook_dedup" + of)).isEqualTo("0");
    assertThat(fixture.text("SELECT count(*) FROM surety_webhook_message" + message))
        .isEqualTo("0");
  }
}
