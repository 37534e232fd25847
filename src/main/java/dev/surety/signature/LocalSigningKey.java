package dev.surety.signature;

import java.security.Key;

/** A signing key in this process; {@code toString} shows no key material. */
final class LocalSigningKey implements SigningKey {

  private final String keyId;
  private final SignatureAlgorithm algorithm;
  private final Key key;

  LocalSigningKey(String keyId, SignatureAlgorithm algorithm, Key key) {
    if (!KeyLimits.isSignableId(keyId)) {
      throw new IllegalArgumentException("a key id is 1 to 256 printable ASCII characters");
    }
    if (!algorithm.canSign(key)) {
      throw new IllegalArgumentException(
          "a "
              + key.getAlgorithm()
              + " key of this kind, curve or size cannot sign with "
              + algorithm.label());
    }
    this.keyId = keyId;
    this.algorithm = algorithm;
    this.key = key;
  }

  @Override
  public String keyId() {
    return keyId;
  }

  @Override
  public SignatureAlgorithm algorithm() {
    return algorithm;
  }

  @Override
  public byte[] sign(byte[] signatureBase) {
    return algorithm.sign(key, signatureBase);
  }

  @Override
  public String toString() {
    return "SigningKey[" + algorithm + "]";
  }
}
