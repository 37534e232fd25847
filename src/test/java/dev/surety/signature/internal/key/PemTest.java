package dev.surety.signature.internal.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.surety.SuretyException;
import dev.surety.signature.SignatureAlgorithm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.Signature;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PemTest {

  private static final Path KEYS = Path.of("src/test/resources/keys");
  private static final char[] PASSWORD = "correct".toCharArray();

  private static byte[] bytes(String file) throws IOException {
    return Files.readAllBytes(KEYS.resolve(file));
  }

  private static PrivateKey read(String file) throws IOException {
    return Pem.privateKey(file, bytes(file), PASSWORD);
  }

  @ParameterizedTest
  @CsvSource({
    "ed25519.pem, ED25519",
    "ed25519-encrypted.pem, ED25519",
    "ec-p256.pem, ECDSA_P256_SHA256",
    "ec-p384.pem, ECDSA_P384_SHA384",
    "rsa.pem, RSA_V1_5_SHA256",
    "rsa-pss.pem, RSA_PSS_SHA512"
  })
  void privateKeyOfOpenSsl_isRead(String file, SignatureAlgorithm algorithm) throws IOException {
    assertThat(KeyAlgorithms.of(read(file))).contains(algorithm);
  }

  @Test
  void keyForPssAlone_isForPssAlone() throws IOException {
    assertThat(KeyAlgorithms.of(read("rsa-pss.pem")))
        .containsExactly(SignatureAlgorithm.RSA_PSS_SHA512);
    assertThat(KeyAlgorithms.of(Pem.publicHalf("p", bytes("rsa-pss-public.pem"))))
        .containsExactly(SignatureAlgorithm.RSA_PSS_SHA512);
  }

  @ParameterizedTest
  @CsvSource({
    "ed25519.pem, ed25519-public.pem",
    "ec-p256.pem, ec-p256-public.pem",
    "rsa-pss.pem, rsa-pss-public.pem"
  })
  void publicHalf_isThatOfThePrivateKey(String file, String expected) throws IOException {
    assertThat(Pem.publicHalf("p", bytes(file))).isEqualTo(Pem.publicHalf("p", bytes(expected)));
  }

  @Test
  void encryptedKey_isTheKeyThatWasEncrypted() throws IOException {
    assertThat(read("ed25519-encrypted.pem")).isEqualTo(read("ed25519.pem"));
  }

  @Test
  void publicKey_verifiesWhatThePrivateKeySigned() throws Exception {
    Signature signer = Signature.getInstance("Ed25519");
    signer.initSign(read("ed25519.pem"));
    signer.update(bytes("README.md"));
    byte[] signature = signer.sign();
    Signature verifier = Signature.getInstance("Ed25519");
    verifier.initVerify(Pem.publicHalf("p", bytes("ed25519-public.pem")));
    verifier.update(bytes("README.md"));
    assertThat(verifier.verify(signature)).isTrue();
  }

  @Test
  void encryptedKeyWithoutPassword_saysSo() throws IOException {
    byte[] content = bytes("ed25519-encrypted.pem");
    assertThatThrownBy(() -> Pem.privateKey("k.pem", content, null))
        .isInstanceOf(SuretyException.class)
        .hasMessageContaining("k.pem")
        .hasMessageContaining("with a password");
  }

  @Test
  void wrongPassword_isSaid() throws IOException {
    byte[] content = bytes("ed25519-encrypted.pem");
    assertThatThrownBy(() -> Pem.privateKey("k.pem", content, "wrong".toCharArray()))
        .isInstanceOf(SuretyException.class)
        .hasMessageContaining("password is wrong")
        .hasMessageNotContaining("'wrong'");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ec-sec1.pem|SEC 1|openssl pkey",
        "rsa-pkcs1.pem|PKCS#1|openssl pkey",
        "rsa-pkcs1-encrypted.pem|PKCS#1|openssl pkey",
        "openssh.pem|OpenSSH|ssh-keygen",
        "openssh-public.txt|OpenSSH|ssh-keygen",
        "certificate.pem|certificate|openssl x509",
        "ec-p256.der|DER|-inform DER",
        "ec-p256-public.pem|public key|no conversion",
        "old-encryption.pem|old way|openssl pkcs8",
        "two-keys.pem|2 keys|one",
        "README.md|unknown|openssl"
      })
  void otherFormat_isNamedWithItsConversion(String file, String format, String conversion) {
    assertThatThrownBy(() -> read(file))
        .isInstanceOf(SuretyException.class)
        .hasMessageContainingAll(file, format, conversion);
  }

  @ParameterizedTest
  @CsvSource({
    "rsa-pkcs1-public.pem, PKCS#1",
    "certificate.pem, certificate",
    "ed25519-encrypted.pem, private key"
  })
  void otherFormatThanAPublicKey_isNamed(String file, String format) {
    assertThatThrownBy(() -> Pem.publicHalf(file, bytes(file)))
        .isInstanceOf(SuretyException.class)
        .hasMessageContainingAll(file, format, "openssl");
  }

  @ParameterizedTest
  @ValueSource(strings = {"rsa-1024.pem", "ec-p521.pem"})
  void keyOfTheWrongSize_isRefusedWithWhatIsAllowed(String file) {
    assertThatThrownBy(() -> read(file))
        .isInstanceOf(SuretyException.class)
        .hasMessageContaining("2048 to 8192 bits");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", "{\"kty\":\"OKP\"}", "PuTTY-User-Key-File-3: ssh-ed25519"})
  void whatIsNoPem_isRefused(String content) {
    assertThatThrownBy(() -> Pem.privateKey("k", content.getBytes(StandardCharsets.US_ASCII), null))
        .isInstanceOf(SuretyException.class)
        .hasMessageContaining("found");
  }

  @Test
  void damagedKey_isRefusedWithoutItsContent() throws IOException {
    String pem = new String(bytes("ec-p256.pem"), StandardCharsets.US_ASCII);
    for (int cut = 30; cut < pem.length() - 30; cut += 7) {
      byte[] damaged =
          (pem.substring(0, cut) + pem.substring(cut + 3)).getBytes(StandardCharsets.US_ASCII);
      try {
        Pem.privateKey("k", damaged, null);
      } catch (SuretyException e) {
        String body = pem.lines().skip(1).findFirst().orElseThrow();
        assertThat(trace(e)).doesNotContain(body.substring(20, 32), body.substring(40, 52));
      }
    }
  }

  private static String trace(Throwable failure) {
    java.io.StringWriter out = new java.io.StringWriter();
    failure.printStackTrace(new java.io.PrintWriter(out));
    return out.toString();
  }

  @Test
  void passwordOfTheCaller_isLeftAlone() throws IOException {
    char[] password = PASSWORD.clone();
    Pem.privateKey("k", bytes("ed25519-encrypted.pem"), password);
    assertThat(Arrays.equals(password, PASSWORD)).isTrue();
  }
}
