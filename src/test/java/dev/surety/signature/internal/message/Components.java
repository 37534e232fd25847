package dev.surety.signature.internal.message;

import org.greenbytes.http.sfv.ParseException;
import org.greenbytes.http.sfv.Parser;

/** Components as a signature writes them. */
final class Components {

  private Components() {}

  /** Such as {@code "content-digest";req}. */
  static Component parse(String identifier) {
    try {
      return Component.of(Parser.parseItem(identifier));
    } catch (ParseException | MalformedFieldException e) {
      throw new IllegalArgumentException(identifier, e);
    }
  }
}
