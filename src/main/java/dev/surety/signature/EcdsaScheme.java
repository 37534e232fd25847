package dev.surety.signature;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.EllipticCurve;

/**
 * ECDSA over one curve (RFC 9421 §3.3.4, §3.3.5): r‖s, each as long as the curve's order.
 *
 * <p>DER, another length, and r or s that is zero or not below the order are refused; high s is
 * valid. A public key must be a point of that very curve.
 */
final class EcdsaScheme extends AsymmetricScheme {

  static final EcdsaScheme P256 = new EcdsaScheme("secp256r1", "SHA256withECDSAinP1363Format");
  static final EcdsaScheme P384 = new EcdsaScheme("secp384r1", "SHA384withECDSAinP1363Format");

  private final ECParameterSpec parameters;
  private final String jdkName;

  private EcdsaScheme(String curve, String jdkName) {
    this.parameters = parameters(curve);
    this.jdkName = jdkName;
  }

  @Override
  public boolean canVerify(Key key) {
    return key instanceof ECPublicKey ecKey && isOnCurve(ecKey) && isPoint(ecKey.getW());
  }

  @Override
  public boolean canSign(Key key) {
    return key instanceof PrivateKey && key instanceof ECKey ecKey && isOnCurve(ecKey);
  }

  @Override
  Signature engine() throws GeneralSecurityException {
    return Signature.getInstance(jdkName);
  }

  @Override
  boolean isWellFormed(byte[] signature, PublicKey key) {
    int half = parameters.getOrder().bitLength() / 8;
    return signature.length == 2 * half
        && isScalar(new BigInteger(1, signature, 0, half))
        && isScalar(new BigInteger(1, signature, half, half));
  }

  private boolean isScalar(BigInteger value) {
    return value.signum() > 0 && value.compareTo(parameters.getOrder()) < 0;
  }

  private boolean isOnCurve(ECKey key) {
    ECParameterSpec given = key.getParams();
    return given == parameters
        || (given.getCurve().equals(parameters.getCurve())
            && given.getGenerator().equals(parameters.getGenerator())
            && given.getOrder().equals(parameters.getOrder())
            && given.getCofactor() == parameters.getCofactor());
  }

  private boolean isPoint(ECPoint point) {
    EllipticCurve curve = parameters.getCurve();
    BigInteger p = ((ECFieldFp) curve.getField()).getP();
    BigInteger x = point.getAffineX();
    BigInteger y = point.getAffineY();
    if (point.equals(ECPoint.POINT_INFINITY) || !isBelow(x, p) || !isBelow(y, p)) {
      return false;
    }
    BigInteger right = x.multiply(x).add(curve.getA()).multiply(x).add(curve.getB());
    return y.multiply(y).subtract(right).mod(p).signum() == 0;
  }

  private static boolean isBelow(BigInteger value, BigInteger bound) {
    return value.signum() >= 0 && value.compareTo(bound) < 0;
  }

  private static ECParameterSpec parameters(String curve) {
    try {
      AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
      parameters.init(new ECGenParameterSpec(curve));
      return parameters.getParameterSpec(ECParameterSpec.class);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the JDK has no curve " + curve, e);
    }
  }
}
