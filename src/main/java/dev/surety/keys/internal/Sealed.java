package dev.surety.keys.internal;

/** A secret as it is stored: under a key-encryption key, or as it is where that was configured. */
final class Sealed {

  private final String encryptionKey;
  private final byte[] bytes;

  /**
   * @param encryptionKey the id of the key-encryption key, empty where there is none
   * @param bytes a version, then what {@link Envelope} makes, or the secret itself
   */
  Sealed(String encryptionKey, byte[] bytes) {
    this.encryptionKey = encryptionKey;
    this.bytes = bytes;
  }

  String encryptionKey() {
    return encryptionKey;
  }

  byte[] bytes() {
    return bytes;
  }

  @Override
  public String toString() {
    return "Sealed";
  }
}
