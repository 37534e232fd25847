package dev.surety.signature;

import static dev.surety.signature.SignatureAlgorithm.ECDSA_P256_SHA256;
import static dev.surety.signature.SignatureAlgorithm.ECDSA_P384_SHA384;
import static dev.surety.signature.SignatureAlgorithm.ED25519;
import static dev.surety.signature.SignatureAlgorithm.HMAC_SHA256;
import static dev.surety.signature.SignatureAlgorithm.RSA_PSS_SHA512;
import static dev.surety.signature.SignatureAlgorithm.RSA_V1_5_SHA256;

import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.util.EnumMap;
import java.util.Map;
import javax.crypto.spec.SecretKeySpec;

/** A key, or a pair, for each algorithm. */
final class AlgorithmKeys {

  static final byte[] BASE = "\"@signature-params\": ()".getBytes();

  static final Map<SignatureAlgorithm, KeyPair> PAIRS = pairs();

  static final Key SECRET = secret(32);

  private AlgorithmKeys() {}

  static boolean isRsa(SignatureAlgorithm algorithm) {
    return algorithm == RSA_PSS_SHA512 || algorithm == RSA_V1_5_SHA256;
  }

  static Key verifying(SignatureAlgorithm algorithm) {
    return algorithm == HMAC_SHA256 ? SECRET : PAIRS.get(algorithm).getPublic();
  }

  static Key signing(SignatureAlgorithm algorithm) {
    return algorithm == HMAC_SHA256 ? SECRET : PAIRS.get(algorithm).getPrivate();
  }

  static byte[] signature(SignatureAlgorithm algorithm) {
    return algorithm.sign(signing(algorithm), BASE);
  }

  static Key secret(int length) {
    return new SecretKeySpec(new byte[length], "HmacSHA256");
  }

  static Map<SignatureAlgorithm, KeyPair> pairs() {
    Map<SignatureAlgorithm, KeyPair> pairs = new EnumMap<>(SignatureAlgorithm.class);
    try {
      pairs.put(ED25519, KeyPairGenerator.getInstance("Ed25519").generateKeyPair());
      pairs.put(ECDSA_P256_SHA256, pair("EC", new ECGenParameterSpec("secp256r1")));
      pairs.put(ECDSA_P384_SHA384, pair("EC", new ECGenParameterSpec("secp384r1")));
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      KeyPair rsa = generator.generateKeyPair();
      pairs.put(RSA_PSS_SHA512, rsa);
      pairs.put(RSA_V1_5_SHA256, rsa);
      return pairs;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static KeyPair pair(String algorithm, AlgorithmParameterSpec parameters)
      throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
    generator.initialize(parameters);
    return generator.generateKeyPair();
  }
}
