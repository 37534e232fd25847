package dev.surety.keys;

import java.util.regex.Pattern;

/**
 * Names a ring of keys within the application, and says what they are for.
 *
 * <p>A ring keeps the use that it was made with; a call that names another one is refused, because
 * a signature of one kind could else be passed off as one of another.
 *
 * @param name matches {@code [A-Za-z0-9_.-]{1,64}}
 */
public record Ring(String name, KeyUse use) {

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,64}");

  /**
   * @throws IllegalArgumentException if the name does not match
   */
  public Ring {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("a ring's name must match " + NAME.pattern());
    }
  }

  public static Ring token(String name) {
    return new Ring(name, KeyUse.TOKEN);
  }

  public static Ring webhook(String name) {
    return new Ring(name, KeyUse.WEBHOOK);
  }

  public static Ring httpSignature(String name) {
    return new Ring(name, KeyUse.HTTP_SIGNATURE);
  }
}
