package dev.surety.signature.internal.key;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How long a fetched set of keys may be used: half an hour, or less if the response says so (RFC
 * 9111 §5.2.2), but never so short that the cooldown between fetches leaves none.
 */
final class CacheLifetime {

  static final Duration LONGEST = Duration.ofMinutes(30);
  static final Duration COOLDOWN = Duration.ofSeconds(30);

  private static final Pattern MAX_AGE =
      Pattern.compile("(?i)(?:^|,)\\s*max-age\\s*=\\s*\"?(\\d{1,9})\"?\\s*(?=,|$)");
  private static final Pattern NONE =
      Pattern.compile("(?i)(?:^|,)\\s*(?:no-store|no-cache)\\s*(?=[,=]|$)");

  private CacheLifetime() {}

  static Duration of(Optional<String> cacheControl) {
    String directives = cacheControl.orElse("");
    if (NONE.matcher(directives).find()) {
      return COOLDOWN;
    }
    Duration lifetime = LONGEST;
    Matcher age = MAX_AGE.matcher(directives);
    while (age.find()) {
      Duration told = Duration.ofSeconds(Long.parseLong(age.group(1)));
      lifetime = told.compareTo(lifetime) < 0 ? told : lifetime;
    }
    return lifetime.compareTo(COOLDOWN) < 0 ? COOLDOWN : lifetime;
  }
}
