package dev.surety.signature.internal.key;

import dev.surety.SuretyException;
import dev.surety.signature.SignatureAlgorithm;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.EdECPrivateKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.RSAPublicKeySpec;

/**
 * Finds the public key of a private one, which PKCS#8 need not hold.
 *
 * <p>For a person's command line: how long it takes may tell of the key. What is found verifies
 * what the private key signs, or is not returned.
 */
final class PublicHalf {

  private static final BigInteger TWO = BigInteger.TWO;
  private static final BigInteger THREE = BigInteger.valueOf(3);

  private PublicHalf() {}

  /**
   * @param name what messages call the key
   * @throws SuretyException if it cannot be found
   */
  static PublicKey of(String name, PrivateKey key) {
    try {
      PublicKey found = derived(key);
      SignatureAlgorithm any = KeyAlgorithms.of(key).iterator().next();
      byte[] probe = new byte[32];
      if (any.verify(found, probe, any.sign(key, probe))) {
        return found;
      }
    } catch (GeneralSecurityException | RuntimeException e) {
      // the message below says what helps; the cause could tell of the key
    }
    throw new SuretyException(
        name
            + " holds a private key whose public key cannot be told; write that with openssl pkey"
            + " -in FILE -pubout -out NEW");
  }

  private static PublicKey derived(PrivateKey key) throws GeneralSecurityException {
    if (key instanceof RSAPrivateCrtKey rsa) {
      return KeyFactory.getInstance(rsa.getAlgorithm())
          .generatePublic(
              new RSAPublicKeySpec(rsa.getModulus(), rsa.getPublicExponent(), rsa.getParams()));
    }
    if (key instanceof ECPrivateKey ec) {
      ECPoint point = multiple(ec.getS(), ec.getParams());
      return KeyFactory.getInstance("EC")
          .generatePublic(new ECPublicKeySpec(point, ec.getParams()));
    }
    return ofSeed(((EdECPrivateKey) key).getBytes().orElseThrow());
  }

  /** The generator takes its seed for the private key (RFC 8032 §5.1.5), and this one has it. */
  @SuppressWarnings("serial")
  private static PublicKey ofSeed(byte[] seed) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
    generator.initialize(
        NamedParameterSpec.ED25519,
        new SecureRandom() {
          @Override
          public void nextBytes(byte[] bytes) {
            System.arraycopy(seed, 0, bytes, 0, bytes.length);
          }
        });
    return generator.generateKeyPair().getPublic();
  }

  /** The generator that many times, by doubling and adding. */
  private static ECPoint multiple(BigInteger times, ECParameterSpec curve) {
    ECPoint sum = ECPoint.POINT_INFINITY;
    for (int bit = times.bitLength() - 1; bit >= 0; bit--) {
      sum = sum(sum, sum, curve);
      if (times.testBit(bit)) {
        sum = sum(sum, curve.getGenerator(), curve);
      }
    }
    return sum;
  }

  private static ECPoint sum(ECPoint a, ECPoint b, ECParameterSpec curve) {
    if (a.equals(ECPoint.POINT_INFINITY) || b.equals(ECPoint.POINT_INFINITY)) {
      return a.equals(ECPoint.POINT_INFINITY) ? b : a;
    }
    BigInteger p = ((ECFieldFp) curve.getCurve().getField()).getP();
    BigInteger rise = b.getAffineY().subtract(a.getAffineY());
    BigInteger run = b.getAffineX().subtract(a.getAffineX());
    if (a.equals(b)) {
      rise = a.getAffineX().pow(2).multiply(THREE).add(curve.getCurve().getA());
      run = a.getAffineY().multiply(TWO);
    }
    BigInteger slope = rise.multiply(run.modInverse(p)).mod(p);
    BigInteger x = slope.pow(2).subtract(a.getAffineX()).subtract(b.getAffineX()).mod(p);
    BigInteger y = slope.multiply(a.getAffineX().subtract(x)).subtract(a.getAffineY()).mod(p);
    return new ECPoint(x, y);
  }
}
