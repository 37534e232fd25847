package dev.surety.signature;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.RSAKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;

/**
 * RSA: PSS with SHA-512, MGF1 and 64 bytes of salt (RFC 9421 §3.3.1), or PKCS #1 v1.5 with SHA-256
 * (§3.3.2).
 *
 * <p>A key published for PSS alone ({@code id-RSASSA-PSS}) is refused for v1.5.
 */
final class RsaScheme extends AsymmetricScheme {

  static final RsaScheme PSS = new RsaScheme(true);
  static final RsaScheme V1_5 = new RsaScheme(false);

  private static final PSSParameterSpec PSS_SHA512 =
      new PSSParameterSpec(
          "SHA-512", "MGF1", MGF1ParameterSpec.SHA512, 64, PSSParameterSpec.TRAILER_FIELD_BC);

  private final boolean pss;

  private RsaScheme(boolean pss) {
    this.pss = pss;
  }

  @Override
  public boolean canVerify(Key key) {
    return key instanceof RSAPublicKey rsaKey && KeyLimits.fits(rsaKey) && isForScheme(key);
  }

  @Override
  public boolean canSign(Key key) {
    return key instanceof PrivateKey
        && key instanceof RSAKey rsaKey
        && KeyLimits.fits(rsaKey)
        && isForScheme(key);
  }

  @Override
  Signature engine() throws GeneralSecurityException {
    if (!pss) {
      return Signature.getInstance("SHA256withRSA");
    }
    Signature engine = Signature.getInstance("RSASSA-PSS");
    engine.setParameter(PSS_SHA512);
    return engine;
  }

  @Override
  boolean isWellFormed(byte[] signature, PublicKey key) {
    return key instanceof RSAPublicKey rsaKey
        && signature.length == (rsaKey.getModulus().bitLength() + 7) / 8
        && new BigInteger(1, signature).compareTo(rsaKey.getModulus()) < 0;
  }

  private boolean isForScheme(Key key) {
    return pss || !"RSASSA-PSS".equals(key.getAlgorithm());
  }
}
