package dev.surety.signature.internal.target;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.surety.signature.internal.target.Target.Canonical;
import dev.surety.signature.internal.target.Target.Malformed;
import dev.surety.signature.internal.target.Target.Problem;
import dev.surety.testing.Vectors;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CanonicalTargetTest {

  private static final int ROUNDS = Integer.getInteger("surety.fuzz", 20_000);
  private static final long SEED = Long.getLong("surety.fuzz.seed", System.nanoTime());

  @Test
  void canonicalizationVectors_haveTheExpectedTargetAndAuthority() {
    JsonNode cases =
        Vectors.json(Vectors.path("adcp/request-signing/canonicalization.json")).get("cases");
    assertThat(cases).isNotEmpty();
    for (JsonNode vector : cases) {
      Target target = CanonicalTarget.toSign(vector.get("input_url").asText());
      if (vector.path("reject").asBoolean()) {
        assertThat(target).as(vector.toString()).isEqualTo(new Malformed(Problem.TARGET_MALFORMED));
      } else {
        assertThat(uri(target))
            .as(vector.toString())
            .isEqualTo(vector.get("expected_target_uri").asText());
        assertThat(((Canonical) target).authority())
            .isEqualTo(vector.get("expected_authority").asText());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "adcp/request-signing/positive",
        "adcp/request-signing/negative",
        "adcp/webhook-signing/positive",
        "adcp/webhook-signing/negative"
      })
  void signatureVectors_haveTheTargetOfTheirSignatureBase(String folder) {
    for (Path file : Vectors.files(folder, ".json")) {
      JsonNode vector = Vectors.json(file);
      Target target = CanonicalTarget.of(vector.at("/request/url").asText());
      String base = vector.path("expected_signature_base").asText();
      if (base.contains("@authority")) {
        assertThat(base).as(file.toString()).contains("\"@target-uri\": " + uri(target) + "\n");
        assertThat(base).contains("\"@authority\": " + ((Canonical) target).authority() + "\n");
      }
    }
  }

  @Test
  void rawNonAsciiHost_isRefusedByVerifiersAndMappedBySigners() {
    String url = "https://bücher.example.com/adcp/create_media_buy";
    assertThat(CanonicalTarget.of(url)).isEqualTo(new Malformed(Problem.NON_ASCII));
    assertThat(uri(CanonicalTarget.toSign(url)))
        .isEqualTo("https://xn--bcher-kva.example.com/adcp/create_media_buy");
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://a.b/ü", "https://a.b/?ü", "https://a.b/\u00E9x?y"})
  void rawNonAsciiPathOrQuery_isRefusedByBoth(String url) {
    assertThat(CanonicalTarget.of(url)).isEqualTo(new Malformed(Problem.NON_ASCII));
    assertThat(CanonicalTarget.toSign(url)).isEqualTo(new Malformed(Problem.NON_ASCII));
  }

  @Test
  void nonAsciiPortDigits_areMalformedForBoth() {
    assertMalformed("https://a.b:４４３/");
    assertMalformed("https://a.b:٤٤٣/");
  }

  @ParameterizedTest
  @CsvSource({
    "HTTPS://Seller.Example.COM/A,https://seller.example.com/A",
    "https://a.b.,https://a.b/",
    "https://a.b.:443/x,https://a.b/x",
    "https://u:p@a.b/x,https://a.b/x",
    "https://u%40x@a.b/x,https://a.b/x",
    "https://@a.b/x,https://a.b/x",
    "https://a.b:/x,https://a.b/x",
    "http://a.b:80/x,http://a.b/x",
    "http://a.b:443/x,http://a.b:443/x",
    "https://a.b:80/x,https://a.b:80/x",
    "https://a.b:65535/x,https://a.b:65535/x",
    "https://a.b#f,https://a.b/",
    "https://a.b/x#f?g,https://a.b/x",
    "https://a.b?x=1,https://a.b/?x=1",
    "https://a.b/?,https://a.b/?",
    "https://a.b?,https://a.b/?",
    "https://a.b/?#f,https://a.b/?",
    "https://a.b/x?a?b/../c,https://a.b/x?a?b/../c",
    "https://a.b/x?%7e%zz%2,https://a.b/x?%7e%zz%2",
    "https://a.b/x?a=%2f+%20,https://a.b/x?a=%2f+%20"
  })
  void url_getsItsCanonicalForm(String url, String expected) {
    assertThat(uri(CanonicalTarget.of(url))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "/a/./b,/a/b",
    "/a/../b,/b",
    "/..,/",
    "/../../a,/a",
    "/a/..,/",
    "/a/b/..,/a/",
    "/a/.,/a/",
    "/a//b,/a//b",
    "//,//",
    "//a,//a",
    "/a//../b,/a/b",
    "/a/...,/a/...",
    "/%2e/a,/a",
    "/a/%2E%2e/b,/b",
    "/a/.%2e/b,/b",
    "/a/%2e,/a/",
    "/a%2F..%2fb,/a%2F..%2Fb",
    "/a/%2f../b,/a/%2F../b",
    "/%252e%252e/a,/%252e%252e/a",
    "/%7Efoo,/~foo",
    "/%41%5a%30%2d%5F,/AZ0-_",
    "/%e2%98%83,/%E2%98%83",
    "/%00%20%3a,/%00%20%3A",
    "/a:b@c!$&'()*+;=,/a:b@c!$&'()*+;="
  })
  void path_isNormalizedWithoutChangingWhatItNames(String path, String expected) {
    assertThat(uri(CanonicalTarget.of("https://a.b" + path))).isEqualTo("https://a.b" + expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/%zz", "/%2", "/%", "/%%41", "/%4", "/a%2gb", "/%+1", "/%２e"})
  void badEscapeInThePath_isMalformed(String path) {
    Target target = CanonicalTarget.of("https://a.b" + path);
    assertThat(target).isInstanceOf(Malformed.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://a.b/a b",
        "https://a.b/a\tb",
        "https://a.b/a\0",
        "https://a.b/a\u007f",
        "https://a.b/a\\b",
        "https://a.b/a?b c",
        "https://a.b/a?b\r\nc",
        "https://a.b/a?b\0",
        "https://a.b/[",
        "https://a.b/<x>",
        "https://a.b/\"",
        "https://a.b/a|b",
        " https://a.b/",
        "https://a.b/ ",
        "https://a.b\\@c.d/",
        "https://a.b\\c/",
        "https://a.b\n/"
      })
  void characterThatNoUriHas_isMalformed(String url) {
    assertMalformed(url);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://user@/p",
        "https://user:pass@:443/p",
        "https:///p",
        "https://",
        "https://:443/p",
        "https://a@b@c.d/",
        "https://a.b@[c]/",
        "https://a b@c.d/",
        "https://a.b:x@/",
        "https://a.b:8:0/",
        "https://a.b/@c.d",
        "https://[a@::1]/"
      })
  void authorityWithoutOneClearHost_isMalformedUnlessInThePath(String url) {
    if (url.endsWith("/@c.d")) {
      assertThat(uri(CanonicalTarget.of(url))).isEqualTo(url);
    } else {
      assertMalformed(url);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0", "00", "080", "0443", "65536", "99999", "123456", "+1", "-1", "1e3", "a", " 80"
      })
  void portThatIsNone_isMalformed(String port) {
    assertMalformed("https://a.b:" + port + "/");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ftp://a.b/",
        "ws://a.b/",
        "a.b/",
        "//a.b/",
        "/p",
        "",
        "https:/a.b/",
        "https:a.b",
        "https:\\\\a.b/",
        "javascript://a.b/",
        "httpſ://a.b/",
        "ht tps://a.b/",
        "*"
      })
  void anythingButHttpAndHttps_isMalformed(String url) {
    assertMalformed(url);
  }

  @ParameterizedTest
  @CsvSource({
    "[2001:DB8::1],[2001:db8::1]",
    "[::],[::]",
    "[::1]:443,[::1]",
    "[::1]:8443,[::1]:8443",
    "[::1]:,[::1]",
    "[2001:0DB8:0:0:0:0:0:1],[2001:0db8:0:0:0:0:0:1]",
    "[::FFFF:192.0.2.1],[::ffff:192.0.2.1]",
    "[1:2:3:4:5:6:7::],[1:2:3:4:5:6:7::]"
  })
  void ipv6_keepsBracketsAndSpellingInLowerCase(String authority, String expected) {
    assertThat(uri(CanonicalTarget.of("https://" + authority + "/")))
        .isEqualTo("https://" + expected + "/");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[::1",
        "::1",
        "2001:db8::1",
        "[::1%25eth0]",
        "[::1%eth0]",
        "[]",
        "[:]",
        "[1::2::3]",
        "[1:2:3:4:5:6:7]",
        "[1:2:3:4:5:6:7:8:9]",
        "[1:2:3:4:5:6:7:8::]",
        "[::12345]",
        "[::g]",
        "[::1.2.3]",
        "[::1.2.3.04]",
        "[1.2.3.4::]",
        "[v1.a]",
        "[::1]a",
        "[::1]:x",
        "a[::1]",
        "[[::1]]",
        "[::１]",
        "[:::]",
        "[1:2:3:4:5:6:7:1.2.3.4]"
      })
  void ipv6InAnotherForm_isMalformed(String authority) {
    Target target = CanonicalTarget.toSign("https://" + authority + "/");
    assertThat(target).isEqualTo(new Malformed(Problem.TARGET_MALFORMED));
    assertThat(CanonicalTarget.of("https://" + authority + "/")).isInstanceOf(Malformed.class);
  }

  @Test
  void anyText_isCanonicalOnceAndForAllOrRefused() {
    Random random = new Random(SEED);
    int canonical = 0;
    for (int i = 0; i < ROUNDS; i++) {
      String url = text(random);
      for (Target target : List.of(CanonicalTarget.of(url), CanonicalTarget.toSign(url))) {
        if (target instanceof Canonical form) {
          canonical++;
          String uri = form.targetUri();
          assertThat(CanonicalTarget.of(uri)).as("%s of seed %d", url, SEED).isEqualTo(form);
          assertThat(CanonicalTarget.toSign(uri)).as("%s of seed %d", url, SEED).isEqualTo(form);
          assertThat(form.authority()).matches("([a-z0-9.-]+|\\[[0-9a-f:.]+\\])(:[1-9][0-9]*)?");
          assertThat(uri).matches("[!-~]+");
        }
      }
    }
    assertThat(canonical).isGreaterThan(ROUNDS / 50);
  }

  private static String text(Random random) {
    List<String> parts =
        List.of(
            "a", "B", "1", ".", "..", "/", "//", "/./", "/../", "%2e", "%2F", "%zz", "%", "?", "#",
            ":", ":80", ":443", "@", "[", "]", "[::1]", "xn--", "ü", "。", "\\", " ", "\0", "-");
    List<String> starts =
        List.of("https://", "http://", "HTTPS://a.b", "https://a.b/", "https:", "");
    StringBuilder out = new StringBuilder(starts.get(random.nextInt(starts.size())));
    for (int n = random.nextInt(9); n > 0; n--) {
      out.append(parts.get(random.nextInt(parts.size())));
    }
    return out.toString();
  }

  private static void assertMalformed(String url) {
    Malformed malformed = new Malformed(Problem.TARGET_MALFORMED);
    assertThat(Stream.of(CanonicalTarget.of(url), CanonicalTarget.toSign(url)))
        .as(url)
        .containsOnly(malformed);
  }

  private static String uri(Target target) {
    assertThat(target).isInstanceOf(Canonical.class);
    return ((Canonical) target).targetUri();
  }
}
