package dev.surety.signature.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.surety.signature.HttpMessage.Field;
import dev.surety.signature.HttpMessage.Request;
import dev.surety.signature.KeyResolver.Found;
import dev.surety.signature.SignatureAlgorithm;
import dev.surety.signature.SigningKey;
import dev.surety.signature.Verification.Verified;
import dev.surety.signature.VerificationKey;
import dev.surety.signature.internal.message.BinaryAlphabet;
import dev.surety.signature.internal.message.ContentDigest;
import dev.surety.signature.internal.message.DigestAlgorithm;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Signatures cross to and from an independent implementation, the npm library {@code
 * http-message-signatures}; skipped where Node or its registry is missing.
 */
class InteropStoreTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String LIBRARY = "http-message-signatures@1.0.6";
  private static final Path FOLDER = Path.of("target/interop");
  private static final String TARGET = "https://api.example.com/partner/orders?region=eu&region=us";
  private static final byte[] BODY = "{\"order\":1}".getBytes(StandardCharsets.UTF_8);
  private static final List<String> FIELDS =
      List.of("@method", "@target-uri", "content-type", "content-digest");

  private static VerifierFixture fixture;

  @BeforeAll
  static void install() throws Exception {
    Assumptions.assumeTrue(run("node", "--version") == 0, "no Node here; install it to run this");
    Files.createDirectories(FOLDER);
    Assumptions.assumeTrue(
        run("npm", "install", "--no-save", "--no-audit", "--prefix", FOLDER.toString(), LIBRARY)
            == 0,
        () -> "npm cannot install " + LIBRARY);
    try (var script = InteropStoreTest.class.getResourceAsStream("/interop/peer.js")) {
      Files.copy(script, FOLDER.resolve("peer.js"), StandardCopyOption.REPLACE_EXISTING);
    }
    fixture = new VerifierFixture(Instant.now());
  }

  @AfterAll
  static void close() {
    if (fixture != null) {
      fixture.close();
    }
  }

  @ParameterizedTest
  @EnumSource(SignatureAlgorithm.class)
  void ourSignature_isVerifiedByThePeer(SignatureAlgorithm algorithm) throws Exception {
    Keys keys = keys(algorithm);
    Request unsigned = request();
    List<Field> fields = new ArrayList<>(unsigned.fields());
    fields.addAll(
        new ProfileSigner(
                Profile.RFC9421,
                SigningKey.of("our-key", algorithm, keys.signing()),
                List.of(),
                fixture.core().clock()::now)
            .sign(unsigned));
    ObjectNode task = task("verify", algorithm, keys, fields);
    assertThat(ask(task).path("verified").asBoolean()).as("verified").isTrue();

    ((ObjectNode) task.get("message")).put("method", "PUT");
    assertThat(ask(task).path("verified").asBoolean()).as("verified as PUT").isFalse();
  }

  @ParameterizedTest
  @EnumSource(SignatureAlgorithm.class)
  void signatureOfThePeer_isVerifiedByUs(SignatureAlgorithm algorithm) throws Exception {
    Keys keys = keys(algorithm);
    List<Field> fields = new ArrayList<>(request().fields());
    fields.add(
        new Field(
            "Content-Digest",
            ContentDigest.create(DigestAlgorithm.SHA_512, BODY, BinaryAlphabet.BASE64)));
    ObjectNode task = task("sign", algorithm, keys, fields);
    task.put("nonce", UUID.randomUUID().toString());
    List<Field> signed = new ArrayList<>();
    ask(task)
        .get("headers")
        .fields()
        .forEachRemaining(
            field -> signed.add(new Field(field.getKey(), field.getValue().asText())));
    VerificationKey key =
        VerificationKey.of("issuer", "owner", "peer-key", keys.verifying(), Set.of(algorithm));
    assertThat(
            fixture
                .verifier(
                    Profile.RFC9421,
                    (keyId, message) -> new Found(key),
                    VerifierFixture.NOTHING_REVOKED)
                .verify(new Request("POST", TARGET, signed, BODY)))
        .isInstanceOf(Verified.class);
  }

  private static Request request() {
    return new Request(
        "POST",
        TARGET,
        List.of(
            new Field("Host", "api.example.com"), new Field("Content-Type", "application/json")),
        BODY);
  }

  private static ObjectNode task(
      String what, SignatureAlgorithm algorithm, Keys keys, List<Field> fields) {
    ObjectNode task = JSON.createObjectNode().put("do", what).put("alg", algorithm.label());
    if (algorithm == SignatureAlgorithm.HMAC_SHA256) {
      task.put("secret", Base64.getEncoder().encodeToString(keys.signing().getEncoded()));
    } else {
      task.put("privateKey", pem("PRIVATE KEY", keys.signing()));
      task.put("publicKey", pem("PUBLIC KEY", keys.verifying()));
    }
    FIELDS.forEach(task.putArray("fields")::add);
    ObjectNode message = task.putObject("message").put("method", "POST").put("url", TARGET);
    ObjectNode headers = message.putObject("headers");
    fields.forEach(field -> headers.put(field.name(), field.value()));
    return task;
  }

  private static JsonNode ask(ObjectNode task) throws IOException, InterruptedException {
    Process node =
        new ProcessBuilder("node", "peer.js")
            .directory(FOLDER.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (OutputStream in = node.getOutputStream()) {
      in.write(JSON.writeValueAsBytes(task));
    }
    JsonNode answer = JSON.readTree(node.getInputStream());
    assertThat(node.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return answer;
  }

  private static int run(String... command) throws InterruptedException {
    try {
      return new ProcessBuilder(command)
          .redirectErrorStream(true)
          .redirectOutput(new File("/dev/null"))
          .start()
          .waitFor();
    } catch (IOException e) {
      return -1;
    }
  }

  private record Keys(Key signing, Key verifying) {}

  private static Keys keys(SignatureAlgorithm algorithm) throws GeneralSecurityException {
    return switch (algorithm) {
      case ED25519 -> of(KeyPairGenerator.getInstance("Ed25519"));
      case ECDSA_P256_SHA256 -> ofCurve("secp256r1");
      case ECDSA_P384_SHA384 -> ofCurve("secp384r1");
      case RSA_PSS_SHA512, RSA_V1_5_SHA256 -> {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        yield of(generator);
      }
      case HMAC_SHA256 -> {
        byte[] secret = new byte[32];
        new SecureRandom().nextBytes(secret);
        Key key = new SecretKeySpec(secret, "HmacSHA256");
        yield new Keys(key, key);
      }
    };
  }

  private static Keys ofCurve(String curve) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec(curve));
    return of(generator);
  }

  private static Keys of(KeyPairGenerator generator) {
    KeyPair pair = generator.generateKeyPair();
    return new Keys(pair.getPrivate(), pair.getPublic());
  }

  private static String pem(String type, Key key) {
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
        .formatted(type, Base64.getMimeEncoder().encodeToString(key.getEncoded()), type);
  }
}
