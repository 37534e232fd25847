package dev.surety.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretTest {

  private static final byte[] BYTES = random(32);
  private static final String HEX = HexFormat.of().formatHex(BYTES);
  private static final String BASE64 = Base64.getEncoder().encodeToString(BYTES);

  @Test
  void secret_isReadFromBytesHexAndBase64() {
    byte[] given = BYTES.clone();
    Secret ofBytes = Secret.ofBytes(given);
    given[0]++;
    assertThat(ofBytes.bytes()).isEqualTo(BYTES);
    assertThat(Secret.ofHex(HEX).bytes()).isEqualTo(BYTES);
    assertThat(Secret.ofHex(HEX.toUpperCase()).bytes()).isEqualTo(BYTES);
    assertThat(Secret.ofBase64(BASE64).bytes()).isEqualTo(BYTES);
    String url = Base64.getUrlEncoder().withoutPadding().encodeToString(BYTES);
    assertThat(Secret.ofBase64(url).bytes()).isEqualTo(BYTES);
  }

  @Test
  void text_ofAnyFormat_isParsed() {
    for (String text : new String[] {HEX, BASE64, "whsec_" + BASE64, " " + BASE64 + "\n"}) {
      assertThat(Secret.parse(text).bytes()).isEqualTo(BYTES);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {32, 46, 47, 49, 63, 127, 130})
  void textOfHexDigitsOnly_ofAnyOtherNumber_isRefused_andNeverBase64(int digits) {
    String text = (HEX + HEX + HEX).substring(0, digits);
    String expected = digits % 2 == 0 ? "24 to 64 bytes, not " + digits / 2 : "hex digits";
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Secret.parse(text))
        .withMessageContaining(expected);
  }

  @Test
  void whsec_isReadAndWritten() {
    byte[] bytes = random(24);
    String whsec = Secret.ofBytes(bytes).toWhsec();
    assertThat(whsec).isEqualTo("whsec_" + Base64.getEncoder().encodeToString(bytes));
    assertThat(Secret.parse(whsec).bytes()).isEqualTo(bytes);
    assertThat(Secret.ofBytes(bytes).toBase64()).isEqualTo(whsec.substring(6));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "whsec_",
        "whsec_!!!!",
        "not base64 at all, by any means, however long it may be",
        "Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4Zm9vYmFyY%F6cXV4",
        "zz0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f!"
      })
  void malformedText_isRefused_andNeverQuoted(String text) {
    for (Runnable read :
        new Runnable[] {
          () -> Secret.parse(text), () -> Secret.ofHex(text), () -> Secret.ofBase64(text)
        }) {
      Throwable refusal = catchThrowable(read::run);
      assertThat(refusal).isInstanceOf(IllegalArgumentException.class).hasNoCause();
      assertThat(refusal.getMessage()).doesNotContain("!!!!", "%", "foobar", "zz01");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 23, 65, 128})
  void otherLengths_areRefused_namingTheLength(int length) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Secret.ofBytes(random(length)))
        .withMessageContaining("24 to 64 bytes")
        .withMessageEndingWith("not " + length);
  }

  @ParameterizedTest
  @ValueSource(ints = {24, 32, 33, 64})
  void randomBytes_areTaken(int length) {
    assertThat(Secret.ofBytes(random(length)).length()).isEqualTo(length);
  }

  static Stream<byte[]> weakOnes() {
    return Stream.of(
        new byte[32],
        filled(i -> 0x0b),
        filled(i -> i),
        filled(i -> 255 - i),
        filled(i -> 3 * i),
        filled(i -> i % 2),
        filled(i -> i % 16 * 17),
        filled(i -> i % 9 * i % 9 * 7),
        "changeme-changeme-changeme-chang".getBytes(StandardCharsets.US_ASCII),
        "MyVeryOwnPassword-of-2026-for-me".getBytes(StandardCharsets.US_ASCII),
        "ThisIsTheSecretOfTheShop-No-4711".getBytes(StandardCharsets.US_ASCII));
  }

  @ParameterizedTest
  @MethodSource("weakOnes")
  void plainlyWeakOnes_areRefused(byte[] weak) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Secret.ofBytes(weak))
        .withMessageContaining("KeyRings.generate");
  }

  @Test
  void secret_isInNoTextOfItsOwn() throws Exception {
    Secret secret = Secret.ofBytes(BYTES);
    String json =
        new ObjectMapper()
            .configure(SerializationFeature.FAIL_ON_EMPTY_BEANS, false)
            .writeValueAsString(secret);
    assertThat(json).isEqualTo("{}");
    assertThat(secret).hasToString("Secret of 32 bytes");
    assertThat(secret).isNotInstanceOf(java.io.Serializable.class);
  }

  @Test
  void secret_isInNoJson_whateverFieldsThatTakes() throws Exception {
    String json =
        new ObjectMapper()
            .setVisibility(PropertyAccessor.ALL, JsonAutoDetect.Visibility.ANY)
            .writeValueAsString(new Object[] {Secret.ofBytes(BYTES)});
    assertThat(json).doesNotContain(BASE64).doesNotContain("bytes");
  }

  @Test
  void comparison_seesEqualBytesOnly() {
    Secret secret = Secret.ofBytes(BYTES);
    assertThat(secret.isSameAs(Secret.ofHex(HEX))).isTrue();
    assertThat(secret.isSameAs(Secret.ofBytes(Arrays.copyOf(random(33), 32)))).isFalse();
    assertThat(secret.isSameAs(Secret.ofBytes(random(33)))).isFalse();
  }

  @Test
  void erasedSecret_isGone() {
    Secret secret = Secret.ofBytes(BYTES);
    secret.erase();
    assertThatIllegalStateException().isThrownBy(secret::bytes);
    assertThatIllegalStateException().isThrownBy(secret::toWhsec);
  }

  @Test
  void anyText_isASecretOrRefused_withoutBeingQuoted() {
    Random random = new Random(4711);
    String alphabet = "abcdefABCDEF0123456789+/=-_ whsec_\n\0é\uD800!";
    for (int i = 0; i < Integer.getInteger("surety.fuzz", 20_000); i++) {
      StringBuilder text = new StringBuilder(random.nextBoolean() ? "whsec_" : "");
      for (int length = random.nextInt(100); length > 0; length--) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      Throwable refusal = catchThrowable(() -> Secret.parse(text.toString()));
      if (refusal != null) {
        assertThat(refusal).isExactlyInstanceOf(IllegalArgumentException.class).hasNoCause();
        assertThat(text.length() < 12 || !refusal.getMessage().contains(text)).isTrue();
      }
    }
  }

  private interface Formula {
    int at(int index);
  }

  private static byte[] filled(Formula formula) {
    byte[] bytes = new byte[32];
    IntStream.range(0, 32).forEach(i -> bytes[i] = (byte) formula.at(i));
    return bytes;
  }

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new Random(length + 1).nextBytes(bytes);
    return bytes;
  }
}
