package dev.surety.signature.internal.key;

import dev.surety.keys.MacKey;
import dev.surety.signature.OpaqueSecret;

/** A key that a ring has lent; {@code toString} shows no key material. */
@SuppressWarnings("serial") // what a ring lends is not serializable, and must not be
record RingSecret(MacKey lent) implements OpaqueSecret {

  @Override
  public byte[] mac(byte[] message) {
    return lent.mac(message);
  }

  @Override
  public boolean matches(byte[] message, byte[] mac) {
    return lent.matches(message, mac);
  }

  @Override
  public String toString() {
    return "RingSecret";
  }
}
