package dev.surety.signature.internal.message;

import static org.assertj.core.api.Assertions.assertThat;

import dev.surety.signature.HttpMessage.Field;
import dev.surety.signature.HttpMessage.Request;
import dev.surety.signature.SignatureAlgorithm;
import dev.surety.signature.internal.message.SignatureBase.Built;
import dev.surety.signature.internal.message.SignatureLabel.SignatureInput;
import java.nio.charset.StandardCharsets;
import java.security.Key;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/**
 * Damaged fields get a typed result, and none that verifies says anything but what was signed.
 *
 * <p>{@code -Dsurety.fuzz=200000} for the slow lane; {@code -Dsurety.fuzz.seed} repeats a run.
 */
class MessageFuzzTest {

  private static final int ROUNDS = Integer.getInteger("surety.fuzz", 20_000);
  private static final long SEED = Long.getLong("surety.fuzz.seed", System.nanoTime());

  private static final SignatureAlgorithm HMAC = SignatureAlgorithm.HMAC_SHA256;
  private static final Key KEY = new SecretKeySpec(new byte[32], "HmacSHA256");
  private static final byte[] BODY = "{}".getBytes(StandardCharsets.UTF_8);
  private static final List<String> FRAGMENTS =
      List.of(
          "\"@method\"",
          "\"@query-param\";name=\"a\"",
          ";req",
          ";sf",
          ";bs",
          ";key=\"x\"",
          ";tr",
          "created=1",
          ";created=",
          ";nonce=\"",
          ";keyid=\"k\"",
          ";tag=\"t\"",
          "(",
          ")",
          ",",
          ", ",
          ";",
          "=",
          ":",
          "\"",
          "\\",
          "\\\"",
          "?1",
          "?0",
          "-",
          ".",
          "_",
          "/",
          "+",
          "==",
          " ",
          "\t",
          "\r\n ",
          "\n",
          "\u0000",
          "\u00e9",
          "\u20ac",
          "\ud800",
          "a=",
          "sig1=",
          "sig2=()",
          "sha-256=",
          "sha-512=:AA==:",
          "999999999999999999",
          "1.5",
          "@1",
          "%\"x\"");

  private final Random random = new Random(SEED);

  @Test
  void damagedSignatureFields_neverVerifyForAnotherBase() {
    List<Component> components =
        List.of(
            Component.of("@method"),
            Component.of("@target-uri"),
            Component.of("content-digest"),
            Components.parse("\"content-digest\";key=\"sha-256\""),
            Components.parse("\"@query-param\";name=\"a\""),
            Components.parse("\"x\";bs"));
    SignatureParameters parameters =
        new SignatureParameters(1L, 301L, "n", "k", "hmac-sha256", "t");
    String params = parameters.serialize(components);
    byte[] base = base(components, params, digest());
    AtomicInteger verified = new AtomicInteger();
    for (BinaryAlphabet alphabet : BinaryAlphabet.values()) {
      String signature = "sig1=:" + alphabet.encode(HMAC.sign(KEY, base)) + ":";
      for (int i = 0; i < ROUNDS / 2; i++) {
        String input = random.nextInt(4) == 0 ? "sig1=" + params : mutated("sig1=" + params);
        String value = random.nextBoolean() ? signature : mutated(signature);
        List<Field> fields =
            List.of(new Field("Signature-Input", input), new Field("Signature", value));
        check(SignatureFields.parse(fields, alphabet), base, verified, input + "\n" + value);
      }
    }
    assertThat(verified).as("some are left undamaged").hasPositiveValue();
  }

  @Test
  void damagedContentDigest_matchesOnlyTheContent() {
    Set<BinaryAlphabet> alphabets = Set.of(BinaryAlphabet.values());
    String sha512 = ContentDigest.create(DigestAlgorithm.SHA_512, BODY, BinaryAlphabet.BASE64URL);
    for (int i = 0; i < ROUNDS; i++) {
      String value = mutated(digest() + ", " + sha512);
      ContentDigest parsed =
          ContentDigest.parse(List.of(new Field("Content-Digest", value)), alphabets);
      if (parsed instanceof ContentDigest.Digests digests && digests.match(BODY)) {
        assertThat(digests.match(new byte[0])).as(about(value)).isFalse();
        digests
            .values()
            .forEach((a, bytes) -> assertThat(bytes).as(about(value)).isEqualTo(a.digest(BODY)));
      }
    }
  }

  private void check(SignatureFields parsed, byte[] base, AtomicInteger verified, String about) {
    if (parsed instanceof SignatureFields.Malformed malformed) {
      assertThat(malformed.reason()).matches("[ -~]+");
    }
    if (!(parsed instanceof SignatureFields.Labels labels)) {
      return;
    }
    for (SignatureLabel label : labels.labels().values()) {
      if (label instanceof SignatureInput input) {
        byte[] own = base(input.components(), input.verbatim(), digest());
        if (HMAC.verify(KEY, own, input.signature())) {
          assertThat(own).as(about(about)).isEqualTo(base);
          verified.incrementAndGet();
        }
      }
    }
  }

  /** The base, or nothing where a component has no value. */
  private static byte[] base(List<Component> components, String params, String digest) {
    Request request =
        new Request(
            "POST",
            "https://example.com/p?a=1",
            List.of(new Field("Content-Digest", digest), new Field("X", "1"), new Field("X", "2")),
            BODY);
    SignatureBase base =
        SignatureBase.of(
            request,
            VectorMessages.target(request.target()),
            components,
            params,
            StructuredFields.REGISTERED);
    return base instanceof Built built ? built.bytes() : new byte[0];
  }

  private static String digest() {
    return ContentDigest.create(DigestAlgorithm.SHA_256, BODY, BinaryAlphabet.BASE64);
  }

  private String mutated(String value) {
    StringBuilder text = new StringBuilder(value);
    for (int i = random.nextInt(3); i >= 0; i--) {
      int at = random.nextInt(text.length() + 1);
      int end = Math.min(text.length(), at + random.nextInt(4));
      switch (random.nextInt(5)) {
        case 0 -> text.delete(at, end);
        case 1 -> text.insert(at, FRAGMENTS.get(random.nextInt(FRAGMENTS.size())));
        case 2 -> text.replace(at, end, FRAGMENTS.get(random.nextInt(FRAGMENTS.size())));
        case 3 -> text.insert(at, text.substring(random.nextInt(at + 1), at));
        default -> text.insert(at, (char) random.nextInt(0x100));
      }
    }
    return text.toString();
  }

  private static String about(String value) {
    return "seed " + SEED + ": " + Arrays.toString(value.toCharArray());
  }
}
