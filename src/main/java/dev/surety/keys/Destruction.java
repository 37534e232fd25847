package dev.surety.keys;

/** What {@link KeyRings#destroy} decided; exactly one of the records below. */
public sealed interface Destruction {

  /** The secret is erased; the id and the audit stay. */
  record Destroyed(String kid) implements Destruction {}

  /** It was destroyed before; nothing was written. */
  record AlreadyDestroyed(String kid) implements Destruction {}

  /** The key still verifies, as active or in grace; retire it first. */
  record InUse(KeyState state) implements Destruction {}

  /** The ring has no such key. */
  record NoSuchKid(String kid) implements Destruction {}
}
