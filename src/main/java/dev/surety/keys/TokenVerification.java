package dev.surety.keys;

/** What {@link Tokens} found of a token; exactly one of the records below. */
public sealed interface TokenVerification {

  /**
   * It was signed with a key of the ring, for this message.
   *
   * @param needsResign whether that key is in its grace; sign anew what is to be kept
   */
  record Valid(String kid, boolean needsResign) implements TokenVerification {}

  /** It is no token of this form. */
  record Malformed() implements TokenVerification {}

  /** The ring has no such key. */
  record UnknownKid(String kid) implements TokenVerification {}

  /** Another key than the pinned one; the signature was not looked at. */
  record WrongKid(String kid) implements TokenVerification {}

  /**
   * The key's grace is over, or it was retired or destroyed; or the token's own expiry has come, on
   * which its signature was right.
   */
  record Expired(String kid) implements TokenVerification {}

  /** Not signed with that key, or for another message, purpose, audience or expiry. */
  record SignatureMismatch(String kid) implements TokenVerification {}

  /** Whether it is {@link Valid}. */
  default boolean isValid() {
    return this instanceof Valid;
  }
}
