package dev.surety.signature.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.surety.signature.SignatureRefused;
import dev.surety.signature.Verification.Rejected;
import dev.surety.testing.RecordedLog;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RefusalReportsTest {

  private static final Rejected WHY = new Rejected("request_signature_invalid", "10", "because");

  @Test
  void refusals_areEventsEach_andOneLogEntryASecond() {
    List<SignatureRefused> events = new ArrayList<>();
    try (RecordedLog log = new RecordedLog()) {
      RefusalReports reports = new RefusalReports("side", events::add);
      for (int i = 0; i < 100; i++) {
        reports.tell("pay", WHY);
      }
      assertThat(log.texts()).hasSizeBetween(1, 3);
      assertThat(log.texts().get(0))
          .contains("request_signature_invalid in step 10, because; verifier side, operation pay");
    }
    assertThat(events)
        .hasSize(100)
        .containsOnly(
            new SignatureRefused("side", "pay", "request_signature_invalid", "10", "because"));
  }

  @Test
  void observerThatFails_changesNothing() {
    RefusalReports reports =
        new RefusalReports(
            "side",
            event -> {
              throw new IllegalStateException("broken");
            });
    reports.tell("pay", WHY);
  }
}
