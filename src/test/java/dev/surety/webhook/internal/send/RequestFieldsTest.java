package dev.surety.webhook.internal.send;

import static dev.surety.webhook.internal.send.Jobs.BODY;
import static dev.surety.webhook.internal.send.Jobs.header;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class RequestFieldsTest {

  @Test
  void everyRequest_saysWhatItIsAndWhoSendsIt() {
    assertThat(header(RequestFields.of(Jobs.of("msg_1", BODY))))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "Content-Type", "application/json",
                "User-Agent", "Surety",
                "webhook-id", "msg_1"));
  }

  @Test
  void messagesHeaders_goBeforeItsReceivers_whateverTheirCase() {
    Job job =
        Jobs.of(
            Jobs.message("m", BODY, Map.of("X-A", "message"), null, null, null, false),
            new Job.Receiver("r", null, "", Map.of("x-a", "r", "X-B", "r"), null, null));
    assertThat(header(RequestFields.of(job)))
        .containsEntry("x-a", "message")
        .containsEntry("x-b", "r");
  }

  @Test
  void traceparentOfTheEnqueuingRequest_isCarriedOn_unlessTheMessageHasItsOwn() {
    String enqueued = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    assertThat(
            header(RequestFields.of(job(Map.of(), null, null, enqueued, false))).get("traceparent"))
        .isEqualTo(enqueued);
    assertThat(
            header(RequestFields.of(job(Map.of("Traceparent", "own"), null, null, enqueued, false)))
                .get("traceparent"))
        .isEqualTo("own");
  }

  @Test
  void placeInASequence_isOnTheWire_itsKeyInAscii() {
    Map<String, String> header =
        header(RequestFields.of(job(Map.of(), "order 17/ä", 42L, null, false)));
    assertThat(header)
        .containsEntry("webhook-sequence-key", "order%2017%2fä".replace("ä", "%c3%a4"))
        .containsEntry("webhook-sequence-number", "42")
        .doesNotContainKey("webhook-redelivered");
  }

  @Test
  void redeliveredOlderMessage_saysSo() {
    assertThat(header(RequestFields.of(job(Map.of(), "k", 1L, null, true))))
        .containsEntry("webhook-redelivered", "true");
  }

  private static Job job(
      Map<String, String> headers, String key, Long number, String trace, boolean redelivered) {
    return Jobs.of(Jobs.message("m", BODY, headers, key, number, trace, redelivered), null);
  }
}
