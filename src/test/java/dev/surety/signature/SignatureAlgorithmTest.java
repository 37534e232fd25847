package dev.surety.signature;

import static dev.surety.signature.AlgorithmKeys.BASE;
import static dev.surety.signature.AlgorithmKeys.PAIRS;
import static dev.surety.signature.AlgorithmKeys.signature;
import static dev.surety.signature.AlgorithmKeys.signing;
import static dev.surety.signature.AlgorithmKeys.verifying;
import static dev.surety.signature.SignatureAlgorithm.ECDSA_P256_SHA256;
import static dev.surety.signature.SignatureAlgorithm.ED25519;
import static dev.surety.signature.SignatureAlgorithm.RSA_PSS_SHA512;
import static dev.surety.signature.SignatureAlgorithm.RSA_V1_5_SHA256;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SignatureAlgorithmTest {

  private static final BigInteger ED_ORDER =
      BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));

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
  void ed25519WithSNotBelowOrder_isInvalid() {
    byte[] signature = signature(ED25519);
    BigInteger s = littleEndian(signature);
    assertThat(ED25519.verify(verifying(ED25519), BASE, withS(signature, s.add(ED_ORDER))))
        .isFalse();
    assertThat(ED25519.verify(verifying(ED25519), BASE, withS(signature, ED_ORDER))).isFalse();
    assertThat(ED25519.verify(verifying(ED25519), BASE, withS(signature, s))).isTrue();
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
}
