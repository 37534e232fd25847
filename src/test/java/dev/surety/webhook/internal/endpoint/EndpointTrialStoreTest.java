package dev.surety.webhook.internal.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.surety.SuretyException;
import dev.surety.testing.RecordedLog;
import dev.surety.webhook.Endpoint;
import dev.surety.webhook.Endpoint.Settings;
import dev.surety.webhook.Endpoint.Signature;
import dev.surety.webhook.Endpoints;
import dev.surety.webhook.internal.send.Job;
import dev.surety.webhook.internal.send.SendResult;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What whoever registers an endpoint is told of its url. */
class EndpointTrialStoreTest extends RegisteredEndpoints {

  @Test
  void refusedUrl_isToldWithoutItsAddress_andLoggedWithoutItsPath() {
    Settings settings = Settings.of("t", "inner", URI.create("https://inside.example/hush?x=hush"));
    try (RecordedLog log = new RecordedLog()) {
      assertThatThrownBy(() -> endpoints.create(settings))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("url is not allowed")
          .hasMessageNotContaining("10.1.2.3");
      assertThat(log.texts())
          .anyMatch(text -> text.contains("10.1.2.3") && text.contains("https://inside.example"));
      assertThat(log.texts()).noneMatch(text -> text.contains("hush"));
    }
    assertThat(endpoints.find("t", "inner")).isEmpty();
    endpoints.create(Settings.of("t", "inner", URL));
    assertThatThrownBy(() -> endpoints.update(settings))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void test_sendsOneMessageWithTheEndpointsSettings() {
    Endpoint endpoint =
        endpoints.create(
            new Settings(
                "t",
                "partner",
                URL,
                "r",
                Set.of(Signature.LEGACY),
                Map.of("X-A", "1"),
                null,
                null,
                2));
    assertThat(endpoints.test("t", "partner"))
        .isEqualTo(new Endpoints.TestResult("delivered", 204));
    Job job = fixture.sender.jobs.get(0);
    assertThat(job.message().type()).isEqualTo("surety.test");
    assertThat(job.message().url()).isEqualTo(URL.toString());
    assertThat(job.message().webhookId()).matches("[A-Za-z0-9_-]{1,128}");
    assertThat(job.receiver())
        .isEqualTo(new Job.Receiver("partner", "r", "LEGACY", Map.of("X-A", "1"), null, 2));
    assertThat(job.lane().endpoint()).isEqualTo(endpoint.id());
    assertThatThrownBy(() -> endpoints.test("t", "absent"))
        .isInstanceOf(SuretyException.class)
        .hasMessageContaining("no endpoint 'absent'");
  }

  @ParameterizedTest
  @EnumSource(SendResult.Trouble.class)
  void testWithoutAnAnswer_tellsNoAddress_butOperatorsFindIt(SendResult.Trouble trouble) {
    endpoints.create(Settings.of("t", "partner", URL));
    fixture.sender.answer = new SendResult.Unanswered(trouble, "at 10.1.2.3");
    try (RecordedLog log = new RecordedLog()) {
      Endpoints.TestResult result = endpoints.test("t", "partner");
      assertThat(result.status()).isZero();
      assertThat(result.outcome()).doesNotContain("10.1.2.3").doesNotContain("refused");
      assertThat(log.texts())
          .anyMatch(text -> text.contains("10.1.2.3"))
          .noneMatch(t -> t.contains("hush"));
    }
  }

  @Test
  void testWithAnotherAnswer_tellsItsStatus() {
    endpoints.create(Settings.of("t", "partner", URL));
    fixture.sender.answer = new SendResult.Answered(503, Optional.empty(), Optional.empty(), "");
    assertThat(endpoints.test("t", "partner"))
        .isEqualTo(new Endpoints.TestResult("server-error", 503));
  }
}
