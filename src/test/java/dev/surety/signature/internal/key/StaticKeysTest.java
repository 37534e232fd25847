package dev.surety.signature.internal.key;

import static dev.surety.signature.internal.key.JwkFixture.ED25519;
import static dev.surety.signature.internal.key.JwkFixture.SECRET;
import static dev.surety.signature.internal.key.JwkFixture.set;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.surety.SuretyException;
import dev.surety.signature.KeyResolver;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StaticKeysTest {

  @TempDir Path folder;

  private static String inline(String... jwks) {
    return new String(set(jwks), StandardCharsets.UTF_8);
  }

  @Test
  void inlineSet_resolvesItsKeysAndNoOthers() {
    StaticKeys keys = StaticKeys.of(inline(ED25519, SECRET), "i", "o");
    assertThat(keys.answer("ed")).isInstanceOf(KeyResolver.Found.class);
    assertThat(keys.answer("mac")).isInstanceOf(KeyResolver.Found.class);
    assertThat(keys.answer("ED")).isInstanceOf(KeyResolver.Unknown.class);
  }

  @Test
  void file_isReadByPathAndByUrl() throws IOException {
    Path file = Files.write(folder.resolve("keys.json"), set(ED25519));
    assertThat(StaticKeys.of(file.toString(), "i", "o").held("ed")).isPresent();
    assertThat(StaticKeys.of("file:" + file, "i", "o").held("ed")).isPresent();
  }

  @Test
  void classpathResource_isRead() {
    assertThat(Location.read("classpath:/keys/ed25519.pem", 1000)).isNotEmpty();
    assertThat(Location.read("classpath:keys/ed25519.pem", 1000)).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"classpath:none.json", "file:/none.json", "/none.json", "a\u0000b"})
  void missingSource_failsNamingIt(String location) {
    assertThatThrownBy(() -> StaticKeys.of(location, "i", "o"))
        .isInstanceOf(SuretyException.class)
        .hasMessageContaining("cannot be read");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"keys\":[]}", "{\"keys\":1}", "{\"keys\":[],\"keys\":[]}"})
  void setWithoutKeys_fails(String json) {
    assertThatThrownBy(() -> StaticKeys.of(json, "i", "o")).isInstanceOf(SuretyException.class);
  }

  @Test
  void brokenInlineSecret_isNotQuoted() {
    String broken = "{\"keys\":[{\"kty\":\"oct\",\"k\":\"c2VjcmV0\"}";
    assertThatThrownBy(() -> StaticKeys.of(broken, "i", "o"))
        .isInstanceOf(SuretyException.class)
        .hasMessageNotContaining("c2VjcmV0");
  }
}
