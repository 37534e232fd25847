package dev.surety.webhook.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.surety.readme.Markdown;
import dev.surety.webhook.Circuit;
import dev.surety.webhook.DeliveryState;
import dev.surety.webhook.Endpoint;
import dev.surety.webhook.WebhookEvent;
import dev.surety.webhook.internal.send.Outcomes;
import dev.surety.webhook.internal.send.SendResult.Trouble;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** The closed lists of docs/webhooks.md are those of the code. */
class WebhookPageTest {

  private final Markdown page = Markdown.read("docs/webhooks.md");

  @Test
  void outcomes_areTheWordsOfTheCode() {
    assertThat(column("Outcomes", 0)).containsExactlyInAnyOrderElementsOf(Outcomes.ALL);
  }

  @Test
  void outcomesThatCircuitsCountAsFailures_areTheFaults() {
    assertThat(page.section("Outcomes").rows())
        .filteredOn(row -> trouble(row.get(0)))
        .allSatisfy(
            row ->
                assertThat(row.get(2))
                    .as(row.get(0))
                    .isEqualTo(isFault(row.get(0)) ? "failure" : "nothing"));
  }

  @Test
  void deadReasons_areThoseOfTheCode() {
    assertThat(column("Dead letters", 0)).containsExactlyElementsOf(DeadReasons.ALL);
  }

  @Test
  void finalStatuses_areTheDefault() {
    assertThat(text("Retry")).contains("`" + RetrySettings.FINAL_STATUSES.fallback() + "`");
  }

  @Test
  void states_areThoseOfTheApi() {
    assertThat(text("The life of a delivery"))
        .contains(words(Arrays.stream(DeliveryState.values()).map(Enum::name).toList()));
    assertThat(text("Endpoints"))
        .contains(words(Arrays.stream(Endpoint.State.values()).map(Enum::name).toList()));
    for (Circuit.State state : Circuit.State.values()) {
      assertThat(text("Circuits")).contains("> " + state.name().toLowerCase(Locale.ROOT));
    }
  }

  @Test
  void events_areThoseOfTheApi() {
    assertThat(text("Log and events"))
        .contains(
            words(
                Arrays.stream(WebhookEvent.class.getPermittedSubclasses())
                    .map(Class::getSimpleName)
                    .toList()));
  }

  private List<String> column(String section, int column) {
    return page.section(section).rows().stream().skip(1).map(row -> row.get(column)).toList();
  }

  private String text(String section) {
    return String.join("\n", page.section(section).lines());
  }

  private static String[] words(List<String> names) {
    return names.stream().map(name -> "`" + name + "`").toArray(String[]::new);
  }

  private static boolean trouble(String outcome) {
    return Arrays.stream(Trouble.values()).anyMatch(one -> one.outcome().equals(outcome));
  }

  private static boolean isFault(String outcome) {
    return Arrays.stream(Trouble.values())
        .anyMatch(one -> one.outcome().equals(outcome) && one.isFault());
  }
}
