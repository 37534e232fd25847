package dev.surety.signature.internal.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.surety.SuretyException;
import dev.surety.signature.SignatureAlgorithm;
import dev.surety.signature.VerificationKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.PrivateKey;
import java.security.PublicKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class GenerateKeyTest {

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(
      value = SignatureAlgorithm.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = "HMAC_SHA256")
  void everyAlgorithm_getsAPairThatFits(SignatureAlgorithm algorithm) throws IOException {
    Path file = folder.resolve("key.pem");
    VerificationKey key =
        JwkFixture.readOne(GenerateKey.run(algorithm.label(), file.toString(), "my-key"));
    assertThat(key.keyId()).isEqualTo("my-key");
    assertThat(key.algorithms()).containsExactly(algorithm);
    PrivateKey written = Pem.privateKey("key.pem", Files.readAllBytes(file), null);
    assertThat(KeyAlgorithms.of(written)).contains(algorithm);
  }

  @Test
  void keyWithoutAName_isNamedByItsThumbprint() {
    String json = GenerateKey.run("ed25519", folder.resolve("key.pem").toString());
    VerificationKey key = JwkFixture.readOne(json);
    assertThat(key.keyId()).isEqualTo(Jwk.of((PublicKey) key.key()).orElseThrow().thumbprint());
    assertThat(json).doesNotContain("\"d\"");
  }

  @Test
  void existingFile_isNeverOverwritten() throws IOException {
    Path file = Files.writeString(folder.resolve("key.pem"), "precious");
    assertThatThrownBy(() -> GenerateKey.run("ed25519", file.toString()))
        .isInstanceOf(SuretyException.class)
        .hasMessageContaining("exists");
    assertThat(file).hasContent("precious");
  }

  @Test
  void danglingLink_isNotFollowed() throws IOException {
    Path target = folder.resolve("elsewhere.pem");
    Path link = Files.createSymbolicLink(folder.resolve("key.pem"), target);
    assertThatThrownBy(() -> GenerateKey.run("ed25519", link.toString()))
        .isInstanceOf(SuretyException.class);
    assertThat(target).doesNotExist();
  }

  @Test
  void privateKey_isReadableByItsOwnerOnly() throws IOException {
    Path file = folder.resolve("key.pem");
    GenerateKey.run("ed25519", file.toString());
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ed448", "hmac-sha256", "", "EdDSA"})
  void unknownAlgorithm_namesTheKnownOnes(String algorithm) {
    Path file = folder.resolve("key.pem");
    assertThatThrownBy(() -> GenerateKey.run(algorithm, file.toString()))
        .isInstanceOf(SuretyException.class)
        .hasMessageContainingAll("ed25519", "ecdsa-p256-sha256");
    assertThat(file).doesNotExist();
  }

  @Test
  void idThatCannotBePublished_leavesNoFile() {
    Path file = folder.resolve("key.pem");
    assertThatThrownBy(() -> GenerateKey.run("ed25519", file.toString(), "a\nb"))
        .isInstanceOf(SuretyException.class);
    assertThat(file).doesNotExist();
  }

  @ParameterizedTest
  @EnumSource(
      value = SignatureAlgorithm.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = "HMAC_SHA256")
  void existingFile_isExportedAsItWasPublished(SignatureAlgorithm algorithm) {
    String file = folder.resolve("key.pem").toString();
    String published = GenerateKey.run(algorithm.label(), file, "my-key");
    assertThat(GenerateKey.run("--export", algorithm.label(), file, "my-key")).isEqualTo(published);
  }

  @Test
  void existingFile_isExportedForItsOwnAlgorithmsOnly() {
    String file = folder.resolve("key.pem").toString();
    GenerateKey.run("ed25519", file);
    assertThatThrownBy(() -> GenerateKey.run("--export", "ecdsa-p256-sha256", file))
        .isInstanceOf(SuretyException.class)
        .hasMessageContaining("ED25519");
  }

  @Test
  void missingFile_isNotExported() {
    String file = folder.resolve("none.pem").toString();
    assertThatThrownBy(() -> GenerateKey.run("--export", "ed25519", file))
        .isInstanceOf(SuretyException.class)
        .hasMessageContaining("none.pem");
  }

  @Test
  void wholeSetWithAPurpose_isReadBySurety() {
    String file = folder.resolve("key.pem").toString();
    String set = GenerateKey.run("--set", "--adcp-use=request-signing", "ed25519", file, "my-key");
    VerificationKey key = StaticKeys.of(set, "issuer", "owner").held("my-key").orElseThrow();
    assertThat(key.purpose()).isEqualTo("request-signing");
    assertThat(key.use()).isEqualTo("sig");
    assertThat(key.operations()).containsExactly("verify");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--sets", "--adcp-use=", "--adcp-use=a\"b", "--export=x"})
  void unknownOption_isRefused_andLeavesNoFile(String option) {
    Path file = folder.resolve("key.pem");
    assertThatThrownBy(() -> GenerateKey.run(option, "ed25519", file.toString()))
        .isInstanceOf(SuretyException.class)
        .hasMessageContaining("--adcp-use=");
    assertThat(file).doesNotExist();
  }

  @Test
  void commandLine_needsTheJarAlone() throws Exception {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    Process process =
        new ProcessBuilder(
                java.toString(),
                "-cp",
                "target/classes",
                GenerateKey.class.getName(),
                "ed25519",
                folder.resolve("key.pem").toString())
            .redirectErrorStream(true)
            .start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(out).isZero();
    assertThat(JwkFixture.readOne(out).key()).isNotNull();
  }
}
