package dev.surety.signature.internal.key;

import static dev.surety.signature.internal.key.JwkFixture.EC;
import static dev.surety.signature.internal.key.JwkFixture.ED25519;
import static dev.surety.signature.internal.key.JwkFixture.RSA;
import static dev.surety.signature.internal.key.JwkFixture.SECRET;
import static dev.surety.signature.internal.key.JwkFixture.read;
import static dev.surety.signature.internal.key.JwkFixture.readOne;
import static dev.surety.signature.internal.key.JwkFixture.set;
import static dev.surety.signature.internal.key.JwkFixture.text;
import static dev.surety.signature.internal.key.JwkFixture.with;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.surety.signature.SignatureAlgorithm;
import dev.surety.signature.VerificationKey;
import dev.surety.testing.Vectors;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JwksTest {

  private static final int DOCUMENTS = Integer.getInteger("surety.fuzz", 2_000);
  private static final long SEED = Long.getLong("surety.fuzz.seed", System.nanoTime());

  @Test
  void goodSet_carriesIssuerOwnerAndIds() {
    assertThat(read(ED25519, EC, RSA))
        .allSatisfy(key -> assertThat(key.issuer()).isEqualTo("issuer"))
        .allSatisfy(key -> assertThat(key.owner()).isEqualTo("owner"))
        .extracting(VerificationKey::keyId)
        .containsExactly("ed", "ec", "rsa");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "[]",
        "null",
        "{}",
        "{'keys':{}}",
        "{'keys':null}",
        "{'keys':[1]}",
        "{'keys':[[]]}",
        "{'keys':[]} {}",
        "{'keys':[]},",
        "{'keys':[],'keys':[]}",
        "{'keys':[{'kid':'a','kid':'b'}]}",
        "{'keys':[],}",
        "{'keys':[]} // comment",
        "{keys:[]}",
        "\uFEFF{'keys':[]}",
        "<html></html>"
      })
  void whatIsNoSet_isUntrusted(String document) {
    assertThat(Jwks.parse(text(document), "i", "o")).isInstanceOf(Jwks.Untrusted.class);
  }

  @Test
  void invalidUtf8_isUntrusted() {
    byte[] document = text("{'keys':[],'x':'_'}");
    document[document.length - 3] = (byte) 0xC0;
    assertThat(Jwks.parse(document, "i", "o")).isInstanceOf(Jwks.Untrusted.class);
  }

  @Test
  void deepNesting_isUntrusted() {
    String deep = "{'keys':[],'x':" + "[".repeat(500_000) + "]".repeat(500_000) + "}";
    assertThat(Jwks.parse(text(deep), "i", "o")).isInstanceOf(Jwks.Untrusted.class);
  }

  @Test
  void hundredKeys_areRead_andOneMoreIsUntrusted() {
    String[] jwks = new String[100];
    for (int i = 0; i < 100; i++) {
      jwks[i] = ED25519.replace("'ed'", "'" + i + "'");
    }
    assertThat(read(jwks)).hasSize(100);
    byte[] more = set(String.join(",", jwks), "{}");
    assertThat(Jwks.parse(more, "i", "o")).isInstanceOf(Jwks.Untrusted.class);
  }

  @Test
  void oneMebibyte_isRead_andOneByteMoreIsUntrusted() {
    byte[] set = set(ED25519);
    byte[] full = Arrays.copyOf(set, Jwks.MOST_BYTES);
    Arrays.fill(full, set.length, full.length, (byte) ' ');
    assertThat(Jwks.parse(full, "i", "o")).isInstanceOf(Jwks.Keys.class);
    byte[] more = Arrays.copyOf(full, full.length + 1);
    more[full.length] = ' ';
    assertThat(Jwks.parse(more, "i", "o")).isInstanceOf(Jwks.Untrusted.class);
  }

  @Test
  void twoKeysWithOneId_areBothUnusable_andTheOthersAreNot() {
    List<VerificationKey> keys = read(ED25519, EC.replace("'ec'", "'ed'"), RSA);
    assertThat(keys).extracting(VerificationKey::keyId).containsExactly("ed", "rsa");
    assertThat(keys.get(0).key()).isNull();
    assertThat(keys.get(0).algorithms()).isEmpty();
    assertThat(keys.get(1).key()).isNotNull();
  }

  @Test
  void keyWithoutId_isKnownByItsThumbprint() {
    assertThat(readOne(ED25519.replace("'kid':'ed',", "")).keyId())
        .isEqualTo("kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
  }

  @ParameterizedTest
  @ValueSource(strings = {"''", "1", "null", "[]", "'a\\u0000'"})
  void idThatCannotBeAsked_leavesTheKeyOut(String kid) {
    assertThat(read(ED25519.replace("'ed'", kid), EC)).hasSize(1);
  }

  @Test
  void halfACharacter_isNoStrictJson_andSpoilsTheSet() {
    byte[] set =
        ("{\"keys\":[" + ED25519.replace("'ed'", "'\\ud800'").replace('\'', '"') + "]}")
            .getBytes(StandardCharsets.UTF_8);
    assertThat(Jwks.parse(set, "i", "o")).isInstanceOf(Jwks.Untrusted.class);
  }

  @Test
  void idOf257Bytes_leavesTheKeyOut() {
    assertThat(read(ED25519.replace("'ed'", "'" + "ü".repeat(128) + "'"))).hasSize(1);
    assertThat(read(ED25519.replace("'ed'", "'" + "ü".repeat(128) + "x'"))).isEmpty();
  }

  @Test
  void unknownMembers_areIgnored() {
    assertThat(readOne(with(ED25519, "'x5t':'?','nested':{'a':[1]}")).key()).isNotNull();
  }

  @Test
  void privateMember_isNotKept() {
    VerificationKey key =
        readOne(with(ED25519, "'d':'nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A'"));
    assertThat(key.key()).isInstanceOf(java.security.PublicKey.class);
    assertThat(new String(key.key().getEncoded(), StandardCharsets.ISO_8859_1).length())
        .isEqualTo(44);
  }

  @Test
  void secretInAPublishedSet_isNotUsable() {
    assertThat(readOne(SECRET).key()).isNull();
    assertThat(readOne(SECRET).algorithms()).isEmpty();
  }

  @Test
  void secretInAnOwnSet_isForHmac() {
    Jwks.Keys keys = (Jwks.Keys) Jwks.parseWithSecrets(set(SECRET), "i", "o");
    assertThat(keys.keys().get(0).algorithms()).containsExactly(SignatureAlgorithm.HMAC_SHA256);
    assertThat(keys.keys().get(0).key().getEncoded()).hasSize(32);
  }

  @Test
  void adcpKeys_areReadWithUseOperationsAndPurpose() {
    Path file = Vectors.path("adcp/request-signing/keys.json");
    Jwks.Keys keys = (Jwks.Keys) Jwks.parse(Vectors.bytes(file), "i", "o");
    VerificationKey first = keys.keys().get(0);
    assertThat(first.use()).isEqualTo("sig");
    assertThat(first.operations()).isEqualTo(Set.of("verify"));
    assertThat(first.purpose()).isEqualTo("request-signing");
    assertThat(keys.keys()).allSatisfy(key -> assertThat(key.algorithms()).hasSize(1));
  }

  @Test
  void adcpKeyThatContradictsItself_staysKnownAndUnusable() {
    JsonNode vector =
        Vectors.json(Vectors.path("adcp/request-signing/negative/025-jwk-alg-crv-mismatch.json"));
    byte[] set = vector.get("jwks_override").toString().getBytes(StandardCharsets.UTF_8);
    Jwks.Keys keys = (Jwks.Keys) Jwks.parse(set, "i", "o");
    assertThat(keys.keys()).hasSize(1);
    assertThat(keys.keys().get(0).keyId()).isEqualTo("test-alg-crv-mismatch-2026");
    assertThat(keys.keys().get(0).key()).isNull();
    assertThat(keys.keys().get(0).algorithms()).isEmpty();
  }

  @Test
  void anyDamagedDocument_isReadOrUntrusted() {
    Random random = new Random(SEED);
    byte[] good = set(ED25519, EC, RSA, SECRET, with(EC, "'alg':'ES256','key_ops':['verify']"));
    for (int i = 0; i < DOCUMENTS; i++) {
      byte[] damaged = damage(good, random);
      Jwks.Result result = Jwks.parseWithSecrets(damaged, "i", "o");
      if (result instanceof Jwks.Keys keys) {
        assertThat(keys.keys())
            .as("seed %d", SEED)
            .allSatisfy(key -> assertThat(key.algorithms().isEmpty()).isEqualTo(key.key() == null))
            .extracting(VerificationKey::keyId)
            .doesNotHaveDuplicates();
      }
    }
  }

  private static byte[] damage(byte[] good, Random random) {
    byte[] bytes = good.clone();
    for (int i = random.nextInt(3); i >= 0; i--) {
      String characters = "\"{}[],:AQz09_-'\\\u0000";
      bytes[random.nextInt(bytes.length)] =
          random.nextBoolean()
              ? (byte) random.nextInt(256)
              : (byte) characters.charAt(random.nextInt(characters.length()));
    }
    return random.nextInt(5) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes;
  }
}
