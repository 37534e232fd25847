package dev.surety.signature.internal.message;

import static dev.surety.signature.internal.message.BinaryAlphabet.BASE64;
import static dev.surety.signature.internal.message.BinaryAlphabet.BASE64URL;
import static dev.surety.signature.internal.message.DigestAlgorithm.SHA_256;
import static dev.surety.signature.internal.message.DigestAlgorithm.SHA_512;
import static org.assertj.core.api.Assertions.assertThat;

import dev.surety.signature.HttpMessage.Field;
import dev.surety.signature.internal.message.ContentDigest.Absent;
import dev.surety.signature.internal.message.ContentDigest.Digests;
import dev.surety.signature.internal.message.ContentDigest.Malformed;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContentDigestTest {

  private static final byte[] BODY = "{\"a\":1}".getBytes(StandardCharsets.UTF_8);
  private static final String SHA256 = ContentDigest.create(SHA_256, BODY, BASE64);
  private static final String SHA512 = ContentDigest.create(SHA_512, BODY, BASE64);
  private static final String ZEROS = "sha-256=:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=:";

  @Test
  void noField_isAbsent() {
    assertThat(ContentDigest.parse(List.of(), Set.of(BASE64))).isEqualTo(new Absent());
  }

  @ParameterizedTest
  @EnumSource
  void createdDigest_matches(BinaryAlphabet alphabet) {
    for (DigestAlgorithm algorithm : DigestAlgorithm.values()) {
      String value = ContentDigest.create(algorithm, BODY, alphabet);
      assertThat(match(value)).isTrue();
      assertThat(match(value, "other".getBytes(StandardCharsets.UTF_8))).isFalse();
    }
  }

  @Test
  void everySupportedDigest_mustMatch() {
    assertThat(match(SHA256 + ", " + SHA512)).isTrue();
    assertThat(match(ZEROS + ", " + SHA512)).isFalse();
    assertThat(match(SHA512 + ", " + ZEROS)).isFalse();
  }

  @Test
  void unsupportedDigest_countsForNothing() {
    assertThat(match("md5=:AAAA:, " + SHA256)).isTrue();
    assertThat(match("md5=:AAAA:")).isFalse();
  }

  @Test
  void digestOfAnotherLength_doesNotMatch() {
    assertThat(match("sha-256=::")).isFalse();
    assertThat(match(SHA512.replace("sha-512", "sha-256"))).isFalse();
  }

  @Test
  void repeatedLinesOrKeys_areMalformed() {
    Field field = new Field("Content-Digest", SHA256);
    assertThat(
            ContentDigest.parse(
                List.of(field, new Field("content-digest", SHA512)), Set.of(BASE64)))
        .isInstanceOf(Malformed.class);
    assertThat(parse(SHA256 + ", " + SHA256)).isInstanceOf(Malformed.class);
    assertThat(parse("md5=:AA==:, md5=:AA==:, " + SHA256)).isInstanceOf(Malformed.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "sha-256",
        "sha-256=",
        "sha-256=AAAA",
        "sha-256=\"AAAA\"",
        "sha-256=1",
        "sha-256=:AAAA",
        "sha-256=:AA AA:",
        "SHA-256=:AAAA:",
        "sha-256:AAAA:",
        "md5=1",
        "sha-256=:AAAA:,",
        "sha-256=(:AAAA:)"
      })
  void whatIsNoDictionaryOfByteSequences_isMalformed(String value) {
    assertThat(parse(value)).isInstanceOf(Malformed.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"+-AA", "AA=", "AB==", "AB", "A", "-_A=", "+/A"})
  void valueThatIsInNoAlphabetWholly_isMalformed(String value) {
    assertThat(parse("sha-256=:" + value + ":")).isInstanceOf(Malformed.class);
  }

  @Test
  void alphabetThatIsNotTheProfiles_isMalformed() {
    String url = ContentDigest.create(SHA_256, BODY, BASE64URL);
    assertThat(parse(url, Set.of(BASE64))).isInstanceOf(Malformed.class);
    assertThat(parse(url, Set.of(BASE64URL))).isInstanceOf(Digests.class);
    assertThat(parse(SHA256, Set.of(BASE64URL))).isInstanceOf(Malformed.class);
  }

  @Test
  void tooLongOrTooMany_isMalformed() {
    assertThat(parse("md5=:" + "A".repeat(8192) + ":")).isInstanceOf(Malformed.class);
    String nine =
        IntStream.range(0, 9).mapToObj(i -> "x" + i + "=:AA==:").collect(Collectors.joining(","));
    assertThat(parse(nine)).isInstanceOf(Malformed.class);
  }

  private static boolean match(String value) {
    return match(value, BODY);
  }

  private static boolean match(String value, byte[] body) {
    return ((Digests) parse(value)).match(body);
  }

  private static ContentDigest parse(String value) {
    return parse(value, Set.of(BASE64, BASE64URL));
  }

  private static ContentDigest parse(String value, Set<BinaryAlphabet> alphabets) {
    return ContentDigest.parse(List.of(new Field("Content-Digest", value)), alphabets);
  }
}
