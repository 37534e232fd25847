package dev.surety.signature.internal.target;

import static org.assertj.core.api.Assertions.assertThat;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.text.IDNA;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DomainNameTest {

  private static final int ROUNDS = Integer.getInteger("surety.fuzz", 20_000);
  private static final long SEED = Long.getLong("surety.fuzz.seed", System.nanoTime());

  private static final IDNA ICU =
      IDNA.getUTS46Instance(
          IDNA.NONTRANSITIONAL_TO_ASCII
              | IDNA.NONTRANSITIONAL_TO_UNICODE
              | IDNA.CHECK_BIDI
              | IDNA.CHECK_CONTEXTJ
              | IDNA.USE_STD3_RULES);

  @ParameterizedTest
  @CsvSource({
    "Seller.EXAMPLE.com,seller.example.com",
    "bücher.example,xn--bcher-kva.example",
    "BÜCHER.example,xn--bcher-kva.example",
    "bu\u0308cher.example,xn--bcher-kva.example",
    "faß.de,xn--fa-hia.de",
    "βόλος.com,xn--nxasmm1c.com",
    "نامه\u200Cای.com,xn--mgba3gch31f060k.com",
    "例え。テスト,xn--r8jz45g.xn--zckzah",
    "ｅｘａｍｐｌｅ.com,example.com",
    "xn--BCHER-kva.example,xn--bcher-kva.example",
    "host,host",
    "1a.2b,1a.2b",
    "192.0.2.1,192.0.2.1",
    "192.0.2.1.,192.0.2.1",
    "１９２.0.2.1,192.0.2.1"
  })
  void name_getsItsCanonicalForm(String host, String expected) {
    assertThat(DomainName.canonical(host)).isEqualTo(expected);
  }

  @Test
  void oneRootDot_isTakenAway() {
    assertThat(DomainName.canonical("example.com.")).isEqualTo("example.com");
    assertThat(DomainName.canonical("bücher.example.")).isEqualTo("xn--bcher-kva.example");
    assertThat(DomainName.canonical("bücher.example。")).isEqualTo("xn--bcher-kva.example");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "example..", "a..b", ".a", "a。.b", "\u00AD", "\u00AD.a"})
  void emptyLabel_isRefused(String host) {
    assertThat(DomainName.canonical(host)).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"-a.b", "a-.b", "ab--c.d", "a.-", "-ü.b", "ü-.b", "aü--b.c", "xn---.a"})
  void hyphenWhereNoneMayBe_isRefused(String host) {
    assertThat(DomainName.canonical(host)).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a_b.c", "a b.c", "a%62.c", "a\\b.c", "a\0b", "a/b", "a:b", "a＿b.c", "a／b", "a％b"})
  void characterThatStd3Forbids_isRefused(String host) {
    assertThat(DomainName.canonical(host)).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "xn--.a",
        "xn--a.b",
        "xn--abc-.de",
        "xn--bcher-KVÄ.example",
        "xn--99999999.a",
        "xn--ls8h=.la",
        "xn--a-ecp.ru",
        "xn--fa-hia-.de",
        "xn--0.pt"
      })
  void aLabelThatIsNotWhatItDecodesTo_isRefused(String host) {
    assertThat(DomainName.canonical(host)).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2130706433",
        "0x7f000001",
        "0x",
        "127.1",
        "127.0.0.01",
        "0177.0.0.1",
        "0x7f.0.0.1",
        "256.0.0.1",
        "1.2.3.4.5",
        "127.0.0.0x1",
        "a.1",
        "a.0x1f",
        "1.2.3",
        "127.0.0.1..",
        "１２７.1"
      })
  void addressInAnOddSpelling_isRefused(String host) {
    assertThat(DomainName.canonical(host)).isNull();
  }

  @Test
  void labelOf63And253Characters_areTheLongest() {
    String label = "a".repeat(63);
    String longest = label + "." + label + "." + label + "." + "a".repeat(61);
    assertThat(DomainName.canonical(label + ".b")).isEqualTo(label + ".b");
    assertThat(DomainName.canonical(label + "a.b")).isNull();
    assertThat(DomainName.canonical(longest)).hasSize(253);
    assertThat(DomainName.canonical(longest + ".")).isEqualTo(longest);
    assertThat(DomainName.canonical(longest + "a")).isNull();
    assertThat(DomainName.canonical("ü".repeat(60) + ".b")).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0א.a", "אa.b", "א1٢.b", "א.0b", "אב.-"})
  void nameThatBreaksTheBidiRule_isRefused(String host) {
    assertThat(DomainName.canonical(host)).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\u200Cb.c", "\u200D.c", "a\u200D.c", "\u0301a.b", "xn--ab-j1t.c"})
  void joinerOrMarkWhereNoneMayStand_isRefused(String host) {
    assertThat(DomainName.canonical(host)).isNull();
  }

  @Test
  void anyName_isWhatIcuMakesOfIt() {
    Random random = new Random(SEED);
    int valid = 0;
    for (int i = 0; i < ROUNDS; i++) {
      String host = name(random);
      String expected = icu(host);
      assertThat(DomainName.canonical(host))
          .as("%s of seed %d", escaped(host), SEED)
          .isEqualTo(expected);
      valid += expected == null ? 0 : 1;
    }
    assertThat(valid).isGreaterThan(ROUNDS / 50);
  }

  @Test
  void anyALabel_isValidOnlyIfIcuSaysSo() {
    Random random = new Random(SEED);
    for (int i = 0; i < ROUNDS; i++) {
      StringBuilder host = new StringBuilder("xn--");
      for (int n = 1 + random.nextInt(9); n > 0; n--) {
        host.append("abcdefghijklmnopqrstuvwxyz0123456789-".charAt(random.nextInt(37)));
      }
      String ascii = host + ".example";
      assertThat(DomainName.canonical(ascii))
          .as("%s of seed %d", ascii, SEED)
          .isEqualTo(icu(ascii));
    }
  }

  /** Also what this JDK cannot judge is what was found, so that it passes. */
  private static String icu(String host) {
    StringBuilder ascii = new StringBuilder();
    IDNA.Info info = new IDNA.Info();
    ICU.nameToASCII(host, ascii, info);
    String name = ascii.toString().replaceFirst("\\.$", "");
    String unicode = unicode(ascii);
    if (!(host + unicode).codePoints().allMatch(DomainNameTest::isOfOneType)
        || !host.codePoints().allMatch(Character::isDefined)) {
      return DomainName.canonical(host);
    }
    boolean known = unicode.codePoints().allMatch(Character::isDefined);
    boolean odd = Pattern.matches("(.*\\.)?([0-9]+|0x[0-9a-f]*)", name);
    return info.hasErrors() || !known || odd || name.isEmpty() ? null : name;
  }

  /** This JDK's Unicode may know a character by another type than ICU's does, or not at all. */
  private static boolean isOfOneType(int codePoint) {
    boolean mark = Character.getType(codePoint) == Character.NON_SPACING_MARK;
    boolean icuMark = UCharacter.getType(codePoint) == Character.NON_SPACING_MARK;
    return !Character.isDefined(codePoint) || mark == icuMark;
  }

  private static String unicode(StringBuilder ascii) {
    StringBuilder unicode = new StringBuilder();
    ICU.nameToUnicode(ascii, unicode, new IDNA.Info());
    return unicode.toString();
  }

  private static String name(Random random) {
    List<String> parts =
        List.of(
            "a", "B", "-", "--", ".", "。", "1", "xn--", "ß", "ς", "ü", "\u200C", "\u200D", "א", "ا",
            "ب", "٢", "१", "क", "्", "\u0308", "\u00AD", "≠", "ﬃ", "𝐀", "한", "_", "\uD800");
    StringBuilder name = new StringBuilder();
    for (int n = 1 + random.nextInt(6); n > 0; n--) {
      int kind = random.nextInt(4);
      if (kind == 0) {
        name.appendCodePoint(random.nextInt(0x80, 0x3000));
      } else if (kind == 1 && random.nextInt(4) == 0) {
        name.appendCodePoint(random.nextInt(0x3000, 0x20000));
      } else {
        name.append(parts.get(random.nextInt(parts.size())));
      }
    }
    return name.toString();
  }

  private static String escaped(String text) {
    StringBuilder out = new StringBuilder();
    text.codePoints().forEach(c -> out.append(String.format("U+%04X ", c)));
    return out.toString();
  }
}
