package dev.surety.signature.internal.key;

import static org.assertj.core.api.Assertions.assertThat;

import dev.surety.signature.VerificationKey;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** JWKs that are as they should be, and shorthand to read sets. */
final class JwkFixture {

  static final String ED25519 =
      "{'kty':'OKP','crv':'Ed25519','kid':'ed','x':'11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo'}";
  static final String EC =
      "{'kty':'EC','crv':'P-256','kid':'ec','x':'f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU',"
          + "'y':'x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0'}";
  static final String P384 =
      "{'kty':'EC','crv':'P-384','kid':'ec384',"
          + "'x':'qofKIr6LBTeOscce8yCtdG4dO2KLp5uYWfdB4IJUKjhVAvJdv1UpbDpUXjhydgq3',"
          + "'y':'NhfeSpYmLG9dnpi_kpLcKfj0Hb0omhR86doxE7XwuMAKYLHOHX6BnXpDHXyQ6g5f'}";
  static final String RSA =
      "{'kty':'RSA','kid':'rsa','e':'AQAB','n':'0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx"
          + "4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw'}";
  static final String SECRET =
      "{'kty':'oct','kid':'mac','k':'AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8'}";

  private JwkFixture() {}

  static byte[] set(String... jwks) {
    return text("{'keys':[" + String.join(",", jwks) + "]}");
  }

  static byte[] text(String json) {
    return json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
  }

  static List<VerificationKey> read(String... jwks) {
    Jwks.Result result = Jwks.parse(set(jwks), "issuer", "owner");
    assertThat(result).isInstanceOf(Jwks.Keys.class);
    return ((Jwks.Keys) result).keys();
  }

  static VerificationKey readOne(String jwk) {
    List<VerificationKey> keys = read(jwk);
    assertThat(keys).hasSize(1);
    return keys.get(0);
  }

  /** The JWK with one more member in front. */
  static String with(String jwk, String member) {
    return "{" + member + "," + jwk.substring(1);
  }
}
