package dev.surety.webhook.internal;

import dev.surety.webhook.internal.QueueStatements.Wanted;
import dev.surety.webhook.internal.endpoint.EndpointStore;
import dev.surety.webhook.internal.endpoint.Rate;
import dev.surety.webhook.internal.send.Lane;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.ToIntFunction;

/** Keeps claims within the rate limits of endpoints, which all instances share. */
final class RateLimits {

  /** Turns that bring only a few each cost more than they bring. */
  private static final Duration LEAST_REST = Duration.ofMillis(20);

  private final EndpointStore endpoints;

  /**
   * What may be claimed.
   *
   * @param rests after how long there may be more, of lanes that were cut
   * @param granted to endpoints that may have a limit
   */
  record Allowed(List<Wanted> wanted, Map<Lane, Duration> rests, Map<UUID, Integer> granted) {}

  /**
   * @param endpoints grants sends, in the current transaction; nothing of one that is not active,
   *     whose messages the claim itself judges
   */
  RateLimits(EndpointStore endpoints) {
    this.endpoints = endpoints;
  }

  /**
   * @param limit a lane's, 0 for none; may be unknown
   */
  Allowed of(List<Wanted> wanted, ToIntFunction<Lane> limit) {
    Map<UUID, Integer> asked = new HashMap<>();
    for (Wanted one : wanted) {
      boolean limited = limit.applyAsInt(one.lane()) != 0;
      if (limited && !one.lane().endpoint().equals(Lane.NO_ENDPOINT)) {
        asked.merge(one.lane().endpoint(), (int) one.many(), Integer::sum);
      }
    }
    return asked.isEmpty()
        ? new Allowed(wanted, Map.of(), Map.of())
        : cut(wanted, endpoints.rates(asked));
  }

  /** What was granted and not claimed is others' again; in the transaction that was granted it. */
  void giveBack(Allowed allowed, List<Claim> claims) {
    Map<UUID, Integer> unused = new HashMap<>(allowed.granted());
    for (Claim claim : claims) {
      unused.computeIfPresent(claim.job().lane().endpoint(), (id, many) -> many - 1);
    }
    unused.values().removeIf(many -> many <= 0);
    endpoints.giveBack(unused);
  }

  private static Allowed cut(List<Wanted> wanted, Map<UUID, Rate> granted) {
    List<Wanted> allowed = new ArrayList<>();
    Map<Lane, Duration> rests = new HashMap<>();
    Map<UUID, Long> used = new HashMap<>();
    for (Wanted one : wanted) {
      Rate rate = granted.get(one.lane().endpoint());
      if (rate == null) {
        allowed.add(one);
        continue;
      }
      long left = rate.granted() - used.getOrDefault(one.lane().endpoint(), 0L);
      long many = Math.min(left, one.many());
      used.merge(one.lane().endpoint(), many, Long::sum);
      if (many > 0) {
        allowed.add(new Wanted(one.lane(), many, one.since(), one.bytes()));
      }
      if (many < one.many()) {
        boolean soon = rate.again().compareTo(LEAST_REST) < 0;
        rests.put(one.lane(), soon ? LEAST_REST : rate.again());
      }
    }
    Map<UUID, Integer> all = new HashMap<>();
    granted.forEach((endpoint, rate) -> all.put(endpoint, rate.granted()));
    return new Allowed(allowed, rests, all);
  }
}
