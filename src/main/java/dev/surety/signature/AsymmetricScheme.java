package dev.surety.signature;

import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;

/** A scheme with a key pair; what makes a key or a signature well-formed is its own to say. */
abstract sealed class AsymmetricScheme implements SignatureScheme
    permits Ed25519Scheme, EcdsaScheme, RsaScheme {

  /** The JDK's algorithm, with parameters set. */
  abstract Signature engine() throws GeneralSecurityException;

  /** Whether the JDK would take these bytes in the only form that RFC 9421 §3.3 allows. */
  abstract boolean isWellFormed(byte[] signature, PublicKey key);

  @Override
  public final boolean verify(Key key, byte[] base, byte[] signature)
      throws GeneralSecurityException {
    if (!(key instanceof PublicKey publicKey) || !isWellFormed(signature, publicKey)) {
      return false;
    }
    Signature engine = engine();
    engine.initVerify(publicKey);
    engine.update(base);
    return engine.verify(signature);
  }

  @Override
  public final byte[] sign(Key key, byte[] base) throws GeneralSecurityException {
    Signature engine = engine();
    engine.initSign((PrivateKey) key);
    engine.update(base);
    return engine.sign();
  }
}
