package dev.surety.webhook;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which deliveries are meant; what is null does not matter.
 *
 * @param tenant empty means those without a tenant
 * @param endpoint a registered endpoint's name
 * @param type an event type
 * @param from the earliest that was sent
 * @param to the first that was sent too late
 */
public record DeliveryFilter(
    DeliveryState state,
    @Nullable String tenant,
    @Nullable String endpoint,
    @Nullable String type,
    @Nullable Instant from,
    @Nullable Instant to) {

  public DeliveryFilter {
    Objects.requireNonNull(state, "state");
  }

  public static DeliveryFilter of(DeliveryState state) {
    return new DeliveryFilter(state, null, null, null, null, null);
  }

  /** Every dead letter. */
  public static DeliveryFilter dead() {
    return of(DeliveryState.DEAD);
  }

  public DeliveryFilter tenant(String value) {
    return new DeliveryFilter(state, value, endpoint, type, from, to);
  }

  public DeliveryFilter endpoint(String name) {
    return new DeliveryFilter(state, tenant, name, type, from, to);
  }

  public DeliveryFilter type(String value) {
    return new DeliveryFilter(state, tenant, endpoint, value, from, to);
  }

  public DeliveryFilter sentBetween(Instant first, Instant end) {
    return new DeliveryFilter(state, tenant, endpoint, type, first, end);
  }
}
