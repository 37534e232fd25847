package dev.surety.signature.internal.key;

import dev.surety.SuretyException;
import dev.surety.signature.SignatureAlgorithm;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.util.Arrays;
import java.util.Optional;

/** The elliptic curves that signatures may use (RFC 7518 §6.2.1.1, RFC 9421 §3.3.4 and §3.3.5). */
enum EcCurve {
  P256("P-256", "secp256r1", 32, SignatureAlgorithm.ECDSA_P256_SHA256),
  P384("P-384", "secp384r1", 48, SignatureAlgorithm.ECDSA_P384_SHA384);

  private final String jwkName;
  private final String standardName;
  private final int size;
  private final SignatureAlgorithm algorithm;

  EcCurve(String jwkName, String standardName, int size, SignatureAlgorithm algorithm) {
    this.jwkName = jwkName;
    this.standardName = standardName;
    this.size = size;
    this.algorithm = algorithm;
  }

  static Optional<EcCurve> named(String jwkName) {
    return Arrays.stream(values()).filter(curve -> curve.jwkName.equals(jwkName)).findFirst();
  }

  static Optional<EcCurve> of(ECPublicKey key) {
    return Arrays.stream(values()).filter(curve -> curve.algorithm.canVerify(key)).findFirst();
  }

  String jwkName() {
    return jwkName;
  }

  String standardName() {
    return standardName;
  }

  /** The bytes of a coordinate. */
  int size() {
    return size;
  }

  ECParameterSpec parameters() {
    try {
      AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
      parameters.init(new ECGenParameterSpec(standardName));
      return parameters.getParameterSpec(ECParameterSpec.class);
    } catch (GeneralSecurityException e) {
      throw new SuretyException("this Java runtime does not have the curve " + standardName, e);
    }
  }
}
