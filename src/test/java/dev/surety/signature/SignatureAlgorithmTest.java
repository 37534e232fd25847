package dev.surety.signature;

import static dev.surety.signature.SignatureAlgorithm.ECDSA_P256_SHA256;
import static dev.surety.signature.SignatureAlgorithm.ECDSA_P384_SHA384;
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
import java.security.MessageDigest;
import java.security.Signature;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPrivateKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.Stream;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignatureAlgorithmTest {

  private static final byte[] BASE = "\"@signature-params\": ()".getBytes();
  private static final BigInteger ED_ORDER =
      BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));

  private static final Map<SignatureAlgorithm, KeyPair> PAIRS = pairs();
  private static final Key SECRET = secret(32);

  @ParameterizedTest
  @EnumSource
  void ownSignature_isValid(SignatureAlgorithm algorithm) {
    assertThat(algorithm.verify(verifying(algorithm), BASE, signature(algorithm))).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void flippedBitOfSignatureOrBase_isInvalid(SignatureAlgorithm algorithm) {
    byte[] signature = signature(algorithm);
    for (int i = 0; i < signature.length; i++) {
      byte[] changed = signature.clone();
      changed[i] ^= (byte) (1 << (i % 8));
      assertThat(algorithm.verify(verifying(algorithm), BASE, changed)).as("byte %d", i).isFalse();
    }
    byte[] otherBase = BASE.clone();
    otherBase[0] ^= 1;
    assertThat(algorithm.verify(verifying(algorithm), otherBase, signature)).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void otherLength_isInvalid(SignatureAlgorithm algorithm) {
    byte[] signature = signature(algorithm);
    for (int length : new int[] {0, 1, signature.length - 1, signature.length + 1, 10_000}) {
      assertThat(algorithm.verify(verifying(algorithm), BASE, Arrays.copyOf(signature, length)))
          .as("%d bytes", length)
          .isFalse();
    }
    byte[] led = new byte[signature.length + 1];
    System.arraycopy(signature, 0, led, 1, signature.length);
    assertThat(algorithm.verify(verifying(algorithm), BASE, led)).as("a zero before").isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void constantBytes_areInvalid(SignatureAlgorithm algorithm) {
    byte[] bytes = new byte[signature(algorithm).length];
    for (int value : new int[] {0, 1, 0x7f, 0x80, 0xff}) {
      Arrays.fill(bytes, (byte) value);
      assertThat(algorithm.verify(verifying(algorithm), BASE, bytes)).as("%d", value).isFalse();
    }
  }

  @Test
  void pkcs1WithShortPaddingOrGarbageBehind_isInvalid() throws GeneralSecurityException {
    RSAPrivateKey key = (RSAPrivateKey) signing(RSA_V1_5_SHA256);
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(BASE);
    byte[] info = HexFormat.of().parseHex("3031300d060960864801650304020105000420");
    for (int padding : new int[] {0, 8, 202 - 1}) {
      byte[] block = new byte[256];
      block[1] = 1;
      Arrays.fill(block, 2, 2 + padding, (byte) 0xff);
      System.arraycopy(info, 0, block, 3 + padding, info.length);
      System.arraycopy(digest, 0, block, 3 + padding + info.length, digest.length);
      BigInteger raw = new BigInteger(1, block).modPow(key.getPrivateExponent(), key.getModulus());
      byte[] forged = new byte[256];
      byte[] bytes = raw.toByteArray();
      int length = Math.min(256, bytes.length);
      System.arraycopy(bytes, bytes.length - length, forged, 256 - length, length);
      assertThat(RSA_V1_5_SHA256.verify(verifying(RSA_V1_5_SHA256), BASE, forged))
          .as("%d bytes of padding", padding)
          .isFalse();
    }
  }

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
  void ecdsaInDer_isInvalid() throws GeneralSecurityException {
    Signature der = Signature.getInstance("SHA256withECDSA");
    der.initSign(PAIRS.get(ECDSA_P256_SHA256).getPrivate());
    der.update(BASE);
    assertThat(ECDSA_P256_SHA256.verify(verifying(ECDSA_P256_SHA256), BASE, der.sign())).isFalse();
  }

  @ParameterizedTest
  @EnumSource(names = {"ECDSA_P256_SHA256", "ECDSA_P384_SHA384"})
  void ecdsaScalarThatIsZeroOrNotBelowOrder_isInvalid(SignatureAlgorithm algorithm) {
    BigInteger order = order(algorithm);
    byte[] signature = signature(algorithm);
    int half = signature.length / 2;
    BigInteger r = new BigInteger(1, signature, 0, half);
    BigInteger s = new BigInteger(1, signature, half, half);
    BigInteger max = BigInteger.TWO.pow(8 * half).subtract(BigInteger.ONE);
    for (BigInteger bad : new BigInteger[] {BigInteger.ZERO, order, max}) {
      assertThat(algorithm.verify(verifying(algorithm), BASE, scalars(bad, s, half))).isFalse();
      assertThat(algorithm.verify(verifying(algorithm), BASE, scalars(r, bad, half))).isFalse();
      assertThat(algorithm.verify(verifying(algorithm), BASE, scalars(bad, bad, half))).isFalse();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"ECDSA_P256_SHA256", "ECDSA_P384_SHA384"})
  void ecdsaWithHighOrLowS_isValid(SignatureAlgorithm algorithm) {
    byte[] signature = signature(algorithm);
    int half = signature.length / 2;
    BigInteger r = new BigInteger(1, signature, 0, half);
    BigInteger s = new BigInteger(1, signature, half, half);
    byte[] other = scalars(r, order(algorithm).subtract(s), half);
    assertThat(algorithm.verify(verifying(algorithm), BASE, other)).isTrue();
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
  void ed25519WithSNotBelowOrder_isInvalid() {
    byte[] signature = signature(ED25519);
    BigInteger s = littleEndian(signature);
    assertThat(ED25519.verify(verifying(ED25519), BASE, withS(signature, s.add(ED_ORDER))))
        .isFalse();
    assertThat(ED25519.verify(verifying(ED25519), BASE, withS(signature, ED_ORDER))).isFalse();
    assertThat(ED25519.verify(verifying(ED25519), BASE, withS(signature, s))).isTrue();
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
  void rsaSignatureNotBelowModulus_isInvalid() {
    RSAPublicKey key = (RSAPublicKey) verifying(RSA_V1_5_SHA256);
    BigInteger shifted = new BigInteger(1, signature(RSA_V1_5_SHA256)).add(key.getModulus());
    byte[] bytes = shifted.toByteArray();
    assertThat(RSA_V1_5_SHA256.verify(key, BASE, bytes)).isFalse();
    assertThat(RSA_PSS_SHA512.verify(key, BASE, key.getModulus().toByteArray())).isFalse();
  }

  @Test
  void pssWithOtherSaltOrHash_isInvalid() throws GeneralSecurityException {
    for (PSSParameterSpec other :
        new PSSParameterSpec[] {
          new PSSParameterSpec("SHA-512", "MGF1", MGF1ParameterSpec.SHA512, 32, 1),
          new PSSParameterSpec("SHA-512", "MGF1", MGF1ParameterSpec.SHA256, 64, 1),
          new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1)
        }) {
      Signature engine = Signature.getInstance("RSASSA-PSS");
      engine.setParameter(other);
      engine.initSign(PAIRS.get(RSA_PSS_SHA512).getPrivate());
      engine.update(BASE);
      assertThat(RSA_PSS_SHA512.verify(verifying(RSA_PSS_SHA512), BASE, engine.sign())).isFalse();
    }
  }

  @Test
  void rsaSchemes_doNotTakeEachOthersSignatures() {
    Key key = verifying(RSA_PSS_SHA512);
    assertThat(RSA_V1_5_SHA256.verify(key, BASE, signature(RSA_PSS_SHA512))).isFalse();
    assertThat(RSA_PSS_SHA512.verify(key, BASE, signature(RSA_V1_5_SHA256))).isFalse();
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
        .map(SignatureAlgorithmTest::broken)
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

  private static boolean isRsa(SignatureAlgorithm algorithm) {
    return algorithm == RSA_PSS_SHA512 || algorithm == RSA_V1_5_SHA256;
  }

  private static Key verifying(SignatureAlgorithm algorithm) {
    return algorithm == HMAC_SHA256 ? SECRET : PAIRS.get(algorithm).getPublic();
  }

  private static Key signing(SignatureAlgorithm algorithm) {
    return algorithm == HMAC_SHA256 ? SECRET : PAIRS.get(algorithm).getPrivate();
  }

  private static byte[] signature(SignatureAlgorithm algorithm) {
    return algorithm.sign(signing(algorithm), BASE);
  }

  private static Key secret(int length) {
    return new SecretKeySpec(new byte[length], "HmacSHA256");
  }

  private static Key rsaKey(BigInteger modulus, BigInteger exponent)
      throws GeneralSecurityException {
    return KeyFactory.getInstance("RSA").generatePublic(new RSAPublicKeySpec(modulus, exponent));
  }

  private static BigInteger order(SignatureAlgorithm algorithm) {
    return ((ECPublicKey) verifying(algorithm)).getParams().getOrder();
  }

  private static byte[] scalars(BigInteger r, BigInteger s, int half) {
    byte[] bytes = new byte[2 * half];
    put(r, bytes, half);
    put(s, bytes, 2 * half);
    return bytes;
  }

  private static void put(BigInteger value, byte[] into, int end) {
    byte[] bytes = value.toByteArray();
    int length = Math.min(bytes.length, into.length / 2);
    System.arraycopy(bytes, bytes.length - length, into, end - length, length);
  }

  private static BigInteger littleEndian(byte[] signature) {
    byte[] bytes = new byte[32];
    for (int i = 0; i < 32; i++) {
      bytes[i] = signature[63 - i];
    }
    return new BigInteger(1, bytes);
  }

  private static byte[] withS(byte[] signature, BigInteger s) {
    byte[] changed = Arrays.copyOf(Arrays.copyOf(signature, 32), 64);
    byte[] bytes = s.toByteArray();
    for (int i = 0; i < Math.min(32, bytes.length); i++) {
      changed[32 + i] = bytes[bytes.length - 1 - i];
    }
    return changed;
  }

  private static Map<SignatureAlgorithm, KeyPair> pairs() {
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

  private static KeyPair pair(String algorithm, AlgorithmParameterSpec parameters)
      throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
    generator.initialize(parameters);
    return generator.generateKeyPair();
  }
}
