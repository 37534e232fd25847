package dev.surety.webhook.internal.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.surety.webhook.TaskNotification;
import dev.surety.webhook.TaskNotification.Kind;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PayloadsTest {

  private static final int MOST = 262_144;

  record Order(String name, Instant at, LocalDate day, Duration took, List<Integer> lines) {}

  @Test
  void bytes_goAsTheyAre() {
    byte[] bytes = {0, 1, (byte) 0xff};
    assertThat(Payloads.bytes(bytes, "m", MOST)).isEqualTo(bytes);
  }

  @Test
  void object_isWrittenAsJson_timesAsIsoText() {
    Instant at = Instant.parse("2026-01-02T03:04:05Z");
    Order order =
        new Order("Café", at, LocalDate.of(2026, 1, 2), Duration.ofSeconds(90), List.of(1, 2));
    assertThat(json(order))
        .isEqualTo(
            "{\"name\":\"Café\",\"at\":\"2026-01-02T03:04:05Z\",\"day\":\"2026-01-02\","
                + "\"took\":\"PT1M30S\",\"lines\":[1,2]}");
  }

  @Test
  void tasksNotification_isWrittenAsAdcpHasIt_inSnakeCase() {
    TaskNotification task =
        new TaskNotification(
            "task_456",
            "completed",
            "create_media_buy",
            Map.of("media_buy_id", "mb_1"),
            "tok",
            "op_1",
            Kind.WINDOW_UPDATE,
            Instant.parse("2026-01-02T03:04:05Z"));
    assertThat(json(task))
        .isEqualTo(
            "{\"idempotency_key\":\"whk_1\",\"operation_id\":\"op_1\",\"task_id\":\"task_456\","
                + "\"task_type\":\"create_media_buy\",\"status\":\"completed\","
                + "\"timestamp\":\"2026-01-02T03:04:05Z\",\"notification_type\":\"window_update\","
                + "\"token\":\"tok\",\"result\":{\"media_buy_id\":\"mb_1\"}}");
  }

  @Test
  void whatATaskDoesNotSay_isLeftOut() {
    assertThat(json(TaskNotification.of("t", "working")))
        .isEqualTo("{\"idempotency_key\":\"whk_1\",\"task_id\":\"t\",\"status\":\"working\"}");
  }

  @Test
  void payloadOverTheLimit_isRefused_namingTheSetting() {
    assertThat(Payloads.bytes(new byte[10], "m", 10)).hasSize(10);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Payloads.bytes(new byte[11], "m", 10))
        .withMessageContaining("11 bytes")
        .withMessageContaining("surety.webhook.max-payload = 10");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Payloads.bytes("x".repeat(20), "m", 10))
        .withMessageContaining("22 bytes");
  }

  @Test
  void objectThatCannotBeWritten_isRefused_namingItsType() {
    for (Object unwritable : new Object[] {new Object(), "\ud800", new Loop()}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Payloads.bytes(unwritable, "m", MOST))
          .withMessageContaining(unwritable.getClass().getName());
    }
  }

  /** Holds itself. */
  public static final class Loop {
    public Loop getLoop() {
      return this;
    }
  }

  private static String json(Object payload) {
    return new String(Payloads.bytes(payload, "whk_1", MOST), StandardCharsets.UTF_8);
  }
}
