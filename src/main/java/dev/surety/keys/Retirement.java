package dev.surety.keys;

/** What {@link KeyRings#retire} decided; exactly one of the records below. */
public sealed interface Retirement {

  /** The key verifies nothing any more, on every instance within the cache time. */
  record Retired(String kid) implements Retirement {}

  /** It was retired or destroyed before; nothing was written. */
  record AlreadyRetired(KeyState state) implements Retirement {}

  /** The ring would be left without a key to sign with; rotate with a grace of zero instead. */
  record StillActive(String kid) implements Retirement {}

  /** The ring has no such key. */
  record NoSuchKid(String kid) implements Retirement {}
}
