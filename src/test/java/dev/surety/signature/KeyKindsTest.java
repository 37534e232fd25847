package dev.surety.signature;

import static dev.surety.signature.AlgorithmKeys.BASE;
import static dev.surety.signature.AlgorithmKeys.isRsa;
import static dev.surety.signature.AlgorithmKeys.pair;
import static dev.surety.signature.AlgorithmKeys.secret;
import static dev.surety.signature.AlgorithmKeys.signature;
import static dev.surety.signature.AlgorithmKeys.signing;
import static dev.surety.signature.AlgorithmKeys.verifying;
import static dev.surety.signature.SignatureAlgorithm.ECDSA_P256_SHA256;
import static dev.surety.signature.SignatureAlgorithm.ED25519;
import static dev.surety.signature.SignatureAlgorithm.HMAC_SHA256;
import static dev.surety.signature.SignatureAlgorithm.RSA_PSS_SHA512;
import static dev.surety.signature.SignatureAlgorithm.RSA_V1_5_SHA256;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.surety.SuretyException;
import java.lang.reflect.Proxy;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPrivateKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.stream.Stream;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which keys an algorithm takes. */
class KeyKindsTest {

  @ParameterizedTest
  @EnumSource
  void keyOfAnotherAlgorithm_verifiesAndSignsNothing(SignatureAlgorithm algorithm) {
    for (SignatureAlgorithm other : SignatureAlgorithm.values()) {
      if (other == algorithm || (isRsa(other) && isRsa(algorithm))) {
        continue;
      }
      assertThat(algorithm.canVerify(verifying(other))).as("%s", other).isFalse();
      assertThat(algorithm.verify(verifying(other), BASE, signature(algorithm))).isFalse();
      assertThat(algorithm.verify(verifying(other), BASE, signature(other))).isFalse();
      assertThat(algorithm.canSign(signing(other))).isFalse();
      assertThatThrownBy(() -> algorithm.sign(signing(other), BASE))
          .isInstanceOf(SuretyException.class);
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "HMAC_SHA256")
  void privateKey_doesNotVerify_publicKeyDoesNotSign(SignatureAlgorithm algorithm) {
    assertThat(algorithm.canVerify(signing(algorithm))).isFalse();
    assertThat(algorithm.verify(signing(algorithm), BASE, signature(algorithm))).isFalse();
    assertThat(algorithm.canSign(verifying(algorithm))).isFalse();
  }

  @Test
  void publicKeyAsHmacSecret_isInvalid() {
    Key publicKey = verifying(RSA_V1_5_SHA256);
    Key asSecret = new SecretKeySpec(publicKey.getEncoded(), "HmacSHA256");
    byte[] forged = HMAC_SHA256.sign(asSecret, BASE);
    assertThat(HMAC_SHA256.verify(publicKey, BASE, forged)).isFalse();
  }

  @Test
  void ecdsaPointOffTheCurve_isNoKey() throws GeneralSecurityException {
    ECPublicKey key = (ECPublicKey) verifying(ECDSA_P256_SHA256);
    ECPoint point = key.getW();
    ECPoint off = new ECPoint(point.getAffineX(), point.getAffineY().xor(BigInteger.ONE));
    ECPublicKey forged =
        (ECPublicKey)
            KeyFactory.getInstance("EC").generatePublic(new ECPublicKeySpec(off, key.getParams()));
    assertThat(ECDSA_P256_SHA256.canVerify(forged)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"secp521r1", "secp384r1"})
  void ecdsaKeyOfAnotherCurve_isNoKey(String curve) throws GeneralSecurityException {
    Key key = pair("EC", new ECGenParameterSpec(curve)).getPublic();
    assertThat(ECDSA_P256_SHA256.canVerify(key)).isFalse();
  }

  @Test
  void ed448Key_isNoKey() throws GeneralSecurityException {
    KeyPair pair = KeyPairGenerator.getInstance("Ed448").generateKeyPair();
    assertThat(ED25519.canVerify(pair.getPublic())).isFalse();
    assertThat(ED25519.canSign(pair.getPrivate())).isFalse();
  }

  @Test
  void rsaKeyBelow2048Bits_isNoKey() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(1024);
    KeyPair pair = generator.generateKeyPair();
    assertThat(RSA_PSS_SHA512.canVerify(pair.getPublic())).isFalse();
    assertThat(RSA_V1_5_SHA256.canVerify(pair.getPublic())).isFalse();
    assertThat(RSA_PSS_SHA512.canSign(pair.getPrivate())).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {2047, 2048, 8192, 8193})
  void rsaKey_has2048To8192Bits(int bits) throws GeneralSecurityException {
    BigInteger modulus = BigInteger.ONE.shiftLeft(bits - 1).setBit(0);
    Key key = rsaKey(modulus, BigInteger.valueOf(65537));
    assertThat(RSA_PSS_SHA512.canVerify(key)).isEqualTo(bits == 2048 || bits == 8192);
  }

  @Test
  void keyForPssAlone_isNoKeyForV15() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSASSA-PSS");
    generator.initialize(2048);
    KeyPair pair = generator.generateKeyPair();
    assertThat(RSA_V1_5_SHA256.canVerify(pair.getPublic())).isFalse();
    assertThat(RSA_V1_5_SHA256.canSign(pair.getPrivate())).isFalse();
    byte[] signature = RSA_PSS_SHA512.sign(pair.getPrivate(), BASE);
    assertThat(RSA_PSS_SHA512.verify(pair.getPublic(), BASE, signature)).isTrue();
  }

  @Test
  void hmacSecret_has32To512Bytes() {
    assertThat(HMAC_SHA256.canSign(secret(31))).isFalse();
    assertThat(HMAC_SHA256.canVerify(secret(31))).isFalse();
    assertThat(HMAC_SHA256.canVerify(secret(32))).isTrue();
    assertThat(HMAC_SHA256.canVerify(secret(512))).isTrue();
    assertThat(HMAC_SHA256.canVerify(secret(513))).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void keyThatCannotBeAsked_isNoKey(SignatureAlgorithm algorithm) {
    Stream.of(
            SecretKey.class,
            ECPublicKey.class,
            ECPrivateKey.class,
            EdECPublicKey.class,
            EdECPrivateKey.class,
            RSAPublicKey.class,
            RSAPrivateKey.class)
        .map(KeyKindsTest::broken)
        .forEach(
            broken -> {
              assertThat(algorithm.canVerify(broken)).isFalse();
              assertThat(algorithm.canSign(broken)).isFalse();
              assertThat(algorithm.verify(broken, BASE, signature(algorithm))).isFalse();
            });
  }

  private static Key broken(Class<? extends Key> type) {
    return (Key)
        Proxy.newProxyInstance(
            SignatureAlgorithmTest.class.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, args) -> {
              throw new IllegalStateException("destroyed");
            });
  }

  private static Key rsaKey(BigInteger modulus, BigInteger exponent)
      throws GeneralSecurityException {
    return KeyFactory.getInstance("RSA").generatePublic(new RSAPublicKeySpec(modulus, exponent));
  }
}
