package dev.surety.webhook.internal.endpoint;

import dev.surety.webhook.Endpoint.Settings;
import dev.surety.webhook.Endpoint.Signature;
import dev.surety.webhook.internal.send.HeaderRules;
import dev.surety.webhook.internal.send.TextRules;
import java.net.URI;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an endpoint's settings may be, but for where its url leads.
 *
 * @param signatures says why those cannot be made, if they cannot
 * @param certificates which client certificates are configured
 */
record EndpointRules(
    Function<Set<Signature>, Optional<String>> signatures, Predicate<String> certificates) {

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,128}");
  private static final Pattern RING = Pattern.compile("[A-Za-z0-9_.-]{1,64}");
  private static final int LONGEST_REASON = 200;
  private static final int HIGHEST_RATE = 100_000;
  private static final int MOST_IN_FLIGHT = 10_000;

  /**
   * @throws IllegalArgumentException naming the first value that is not allowed
   */
  void check(Settings settings) {
    checkTenant(settings.tenant());
    checkName(settings.name());
    checkUrl(settings.url());
    String ring = settings.ring();
    require(ring == null || RING.matcher(ring).matches(), "ring", "must match " + RING.pattern());
    HeaderRules.check(settings.headers());
    signatures
        .apply(settings.signatures())
        .ifPresent(why -> require(false, "signatures", "cannot be made: " + why));
    String certificate = settings.clientCertificate();
    require(
        certificate == null || certificates.test(certificate),
        "clientCertificate",
        "is not a configured one");
    checkRange(settings.rateLimit(), "rateLimit", HIGHEST_RATE);
    checkRange(settings.maxInFlight(), "maxInFlight", MOST_IN_FLIGHT);
  }

  static void checkTenant(String tenant) {
    require(
        TextRules.isTenant(Objects.requireNonNull(tenant, "tenant")),
        "tenant",
        "has at most "
            + TextRules.LONGEST_TENANT
            + " characters, none of them a control character");
  }

  static void checkName(String name) {
    require(
        NAME.matcher(Objects.requireNonNull(name, "name")).matches(),
        "name",
        "must match " + NAME.pattern());
  }

  static void checkReason(String reason) {
    require(
        TextRules.isText(Objects.requireNonNull(reason, "reason"), LONGEST_REASON),
        "reason",
        "has at most " + LONGEST_REASON + " characters, none of them a control character");
  }

  private static void checkUrl(URI url) {
    require(url.isAbsolute() && !url.isOpaque(), "url", "must be absolute");
    require(
        url.toASCIIString().length() <= TextRules.LONGEST_URL,
        "url",
        "has at most " + TextRules.LONGEST_URL + " characters");
    require(url.getRawFragment() == null, "url", "must not have a fragment");
  }

  private static void checkRange(@Nullable Integer value, String field, int most) {
    require(value == null || (value >= 1 && value <= most), field, "must be 1 to " + most);
  }

  private static void require(boolean holds, String field, String rule) {
    if (!holds) {
      throw new IllegalArgumentException("an endpoint's " + field + " " + rule);
    }
  }
}
