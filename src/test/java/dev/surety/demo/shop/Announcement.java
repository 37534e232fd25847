package dev.surety.demo.shop;

import dev.surety.webhook.Attempt;
import dev.surety.webhook.Delivery;
import java.util.List;
import java.util.Locale;

/**
 * One order's webhook as the shop's page shows it.
 *
 * @param state how far it has come
 * @param attempts what was tried, the oldest first, such as {@code server-error 500}
 */
public record Announcement(String webhookId, String state, List<String> attempts) {

  static Announcement of(Delivery delivery, List<Attempt> attempts) {
    return new Announcement(
        delivery.webhookId(),
        delivery.state().name().toLowerCase(Locale.ROOT),
        attempts.stream().map(Announcement::words).toList());
  }

  private static String words(Attempt attempt) {
    return attempt.status() == 0 ? attempt.outcome() : attempt.outcome() + " " + attempt.status();
  }
}
