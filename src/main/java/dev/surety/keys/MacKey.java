package dev.surety.keys;

/**
 * A key of a ring as another signer uses it: it computes and its secret stays where it is.
 *
 * <p>Thread-safe. Ask for it anew with each message, because its time may end.
 */
public interface MacKey {

  String kid();

  /** How many bytes the secret has: some signatures ask for more than a ring does. */
  int length();

  /** HMAC-SHA256 over the message, 32 bytes. */
  byte[] mac(byte[] message);

  /** Whether this is the message's MAC, compared in constant time; counts as a use of the key. */
  boolean matches(byte[] message, byte[] mac);
}
