package dev.surety.webhook.internal.endpoint;

import dev.surety.core.Setting;
import java.time.Duration;
import java.util.List;
import org.eclipse.microprofile.config.Config;

/**
 * The validated settings of registered endpoints.
 *
 * @param disableAfter how long nothing but failures is borne; zero for ever
 */
public record EndpointSettings(Duration disableAfter) {

  static final Setting<Duration> DISABLE_AFTER =
      Setting.duration(
          "surety.webhook.disable-after", "PT120H", Duration.ZERO, Duration.ofDays(3660));

  /** Every setting, in the order of the README's table. */
  public static final List<Setting<?>> ALL = List.of(DISABLE_AFTER);

  /**
   * @throws dev.surety.SuretyException naming the first value that is not allowed
   */
  public static EndpointSettings of(Config config) {
    return new EndpointSettings(DISABLE_AFTER.in(config));
  }
}
