package dev.surety.signature.internal.key;

import static dev.surety.signature.internal.key.JwkFixture.EC;
import static dev.surety.signature.internal.key.JwkFixture.ED25519;
import static dev.surety.signature.internal.key.JwkFixture.P384;
import static dev.surety.signature.internal.key.JwkFixture.RSA;
import static dev.surety.signature.internal.key.JwkFixture.readOne;
import static dev.surety.signature.internal.key.JwkFixture.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.surety.signature.SignatureAlgorithm;
import dev.surety.signature.VerificationKey;
import java.math.BigInteger;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JwkReaderTest {

  private static final Map<String, String> TYPES =
      Map.of("OKP", ED25519, "P-256", EC, "P-384", P384, "RSA", RSA);

  private static void assertUnusable(String jwk) {
    VerificationKey key = readOne(jwk);
    assertThat(key.key()).isNull();
    assertThat(key.algorithms()).isEmpty();
  }

  @Test
  void keyWithoutAlg_canDoAllThatItsTypeCan() {
    assertThat(readOne(ED25519).algorithms()).isEqualTo(Set.of(SignatureAlgorithm.ED25519));
    assertThat(readOne(EC).algorithms()).isEqualTo(Set.of(SignatureAlgorithm.ECDSA_P256_SHA256));
    assertThat(readOne(P384).algorithms()).isEqualTo(Set.of(SignatureAlgorithm.ECDSA_P384_SHA384));
    assertThat(readOne(RSA).algorithms())
        .isEqualTo(Set.of(SignatureAlgorithm.RSA_PSS_SHA512, SignatureAlgorithm.RSA_V1_5_SHA256));
  }

  @ParameterizedTest
  @CsvSource({
    "OKP, EdDSA, ED25519",
    "OKP, Ed25519, ED25519",
    "P-256, ES256, ECDSA_P256_SHA256",
    "P-384, ES384, ECDSA_P384_SHA384",
    "RSA, PS512, RSA_PSS_SHA512",
    "RSA, RS256, RSA_V1_5_SHA256"
  })
  void alg_allowsThatAlgorithmOnly(String type, String alg, SignatureAlgorithm expected) {
    assertThat(readOne(with(TYPES.get(type), "'alg':'" + alg + "'")).algorithms())
        .isEqualTo(Set.of(expected));
  }

  @ParameterizedTest
  @CsvSource({
    "OKP, ES256",
    "OKP, HS256",
    "OKP, Ed448",
    "OKP, eddsa",
    "P-256, ES384",
    "P-256, EdDSA",
    "P-384, ES256",
    "RSA, ES256",
    "RSA, PS256",
    "RSA, RS512",
    "RSA, HS256",
    "RSA, RSA-OAEP"
  })
  void algOfAnotherType_leavesTheKeyUnusable(String type, String alg) {
    assertUnusable(with(TYPES.get(type), "'alg':'" + alg + "'"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"'alg':1", "'alg':null", "'use':1", "'use':null", "'adcp_use':['a']"})
  void memberOfTheWrongType_leavesTheKeyUnusable(String member) {
    assertUnusable(with(ED25519, member));
  }

  @ParameterizedTest
  @ValueSource(strings = {"'verify'", "null", "[1]", "['verify','verify']", "{}"})
  void operationsThatAreNoSetOfStrings_leaveTheKeyUnusable(String operations) {
    assertUnusable(with(ED25519, "'key_ops':" + operations));
  }

  @Test
  void useOperationsAndPurpose_areToldAsTheyAre() {
    VerificationKey key =
        readOne(with(ED25519, "'use':'enc','key_ops':['sign','verify'],'adcp_use':'other'"));
    assertThat(key.use()).isEqualTo("enc");
    assertThat(key.operations()).isEqualTo(Set.of("sign", "verify"));
    assertThat(key.purpose()).isEqualTo("other");
    assertThat(key.key()).isNotNull();
    assertThat(readOne(ED25519).operations()).isNull();
    assertThat(readOne(with(ED25519, "'key_ops':[]")).operations()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "OKP, 'OKP', 'EC'",
    "OKP, 'OKP', 'okp'",
    "OKP, 'Ed25519', 'Ed448'",
    "OKP, 'Ed25519', 'X25519'",
    "OKP, 'Ed25519', 'P-256'",
    "P-256, 'P-256', 'P-384'",
    "P-256, 'P-256', 'P-521'",
    "P-256, 'P-256', 'secp256k1'",
    "P-256, 'EC', 'OKP'",
    "RSA, 'RSA', 'EC'"
  })
  void typeOrCurveThatDoesNotFit_leavesTheKeyUnusable(String type, String from, String to) {
    assertUnusable(TYPES.get(type).replace("'" + from + "'", "'" + to + "'"));
  }

  @Test
  void pointBesideTheCurve_leavesTheKeyUnusable() {
    assertUnusable(EC.replace("x_FEzRu9", "x_FEzRu8"));
    assertUnusable(P384.replace("NhfeSpYm", "NhfeSpYn"));
  }

  @Test
  void coordinateOfAnotherLength_leavesTheKeyUnusable() {
    assertUnusable(EC.replace("f83OJ3D2", ""));
    assertUnusable(EC.replace("'x':'f83O", "'x':'AAAAf83O"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHUR",
        "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo=",
        "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURp",
        "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo",
        "AAAA11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"
      })
  void ed25519ThatIsNot32BytesOfBase64Url_leavesTheKeyUnusable(String x) {
    assertUnusable(ED25519.replace("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo", x));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0100000000000000000000000000000000000000000000000000000000000000",
        "0100000000000000000000000000000000000000000000000000000000000080",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
        // not below p
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        // y = 2 is on no point
        "0200000000000000000000000000000000000000000000000000000000000000"
      })
  void ed25519OfSmallOrderOrBesideTheCurve_leavesTheKeyUnusable(String point) {
    String x = Base64Url.encode(java.util.HexFormat.of().parseHex(point));
    assertUnusable(ED25519.replace("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo", x));
  }

  private static String rsa(BigInteger modulus, String exponent) {
    byte[] signed = modulus.toByteArray();
    byte[] octets =
        signed[0] == 0 ? java.util.Arrays.copyOfRange(signed, 1, signed.length) : signed;
    return "{'kty':'RSA','kid':'r','e':'" + exponent + "','n':'" + Base64Url.encode(octets) + "'}";
  }

  private static BigInteger odd(int bits) {
    return BigInteger.ONE.shiftLeft(bits - 1).setBit(0);
  }

  @Test
  void rsaOf2048To8192Bits_isUsable() {
    assertThat(readOne(rsa(odd(2048), "AQAB")).algorithms()).hasSize(2);
    assertThat(readOne(rsa(odd(8192), "AQAB")).algorithms()).hasSize(2);
    assertUnusable(rsa(odd(2047), "AQAB"));
    assertUnusable(rsa(odd(8193), "AQAB"));
  }

  @Test
  void rsaWithEvenModulus_isUnusable() {
    assertUnusable(rsa(odd(2048).clearBit(0), "AQAB"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "AA", "AQ", "Aw", "AQAA", "AQAAAAAAAAAB"})
  void rsaWithAnExponentThatIsEvenOrTooSmallOrTooLarge_isUnusable(String exponent) {
    assertUnusable(rsa(odd(2048), exponent));
  }

  @ParameterizedTest
  @ValueSource(strings = {"n", "e"})
  void rsaWithoutAMember_isUnusable(String member) {
    assertUnusable(RSA.replace("'" + member + "':", "'other':"));
  }
}
