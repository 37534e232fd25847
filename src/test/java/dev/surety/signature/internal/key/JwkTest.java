package dev.surety.signature.internal.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.surety.SuretyException;
import dev.surety.signature.SignatureAlgorithm;
import dev.surety.signature.VerificationKey;
import dev.surety.testing.Vectors;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JwkTest {

  @Test
  void thumbprint_isThatOfTheVectors() {
    for (JsonNode vector : Vectors.json(Vectors.path("jwk-thumbprint/vectors.json"))) {
      VerificationKey key =
          JwkFixture.readOne(
              vector
                  .get("jwk")
                  .asText()
                  .replace("{", "{\"kid\":\"k\",")
                  .replace(",\"kid\":\"2011-04-29\"", ""));
      assertThat(Jwk.of((PublicKey) key.key()).orElseThrow().thumbprint())
          .isEqualTo(vector.get("thumbprint").asText());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {JwkFixture.ED25519, JwkFixture.EC, JwkFixture.P384, JwkFixture.RSA})
  void exportedKey_isReadBackAsTheSameKey(String jwk) {
    VerificationKey key = JwkFixture.readOne(jwk);
    SignatureAlgorithm algorithm = key.algorithms().iterator().next();
    String exported =
        Jwk.of((PublicKey) key.key()).orElseThrow().json("new", algorithm, Optional.empty());
    VerificationKey again = JwkFixture.readOne(exported);
    assertThat(again.key()).isEqualTo(key.key());
    assertThat(again.keyId()).isEqualTo("new");
    assertThat(again.algorithms()).containsExactly(algorithm);
    assertThat(again.use()).isEqualTo("sig");
    assertThat(again.operations()).containsExactly("verify");
  }

  @Test
  void coordinatesThatStartWithZeros_keepTheirLength() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    for (int i = 0; i < 600; i++) {
      PublicKey key = generator.generateKeyPair().getPublic();
      String exported =
          Jwk.of(key)
              .orElseThrow()
              .json("k", SignatureAlgorithm.ECDSA_P256_SHA256, Optional.empty());
      assertThat(JwkFixture.readOne(exported).key()).isEqualTo(key);
    }
  }

  @Test
  void keyOfAnUnsupportedCurve_hasNoJwk() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp521r1"));
    assertThat(Jwk.of(generator.generateKeyPair().getPublic())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "ü", "a\nb"})
  void idThatSignaturesCannotName_isRefused(String id) {
    PublicKey key = (PublicKey) JwkFixture.readOne(JwkFixture.ED25519).key();
    Jwk jwk = Jwk.of(key).orElseThrow();
    assertThatThrownBy(() -> jwk.json(id, SignatureAlgorithm.ED25519, Optional.empty()))
        .isInstanceOf(SuretyException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\"b", "a\\b", "a b"})
  void idThatNeedsEscaping_isReadBack(String id) {
    PublicKey key = (PublicKey) JwkFixture.readOne(JwkFixture.ED25519).key();
    String json = Jwk.of(key).orElseThrow().json(id, SignatureAlgorithm.ED25519, Optional.empty());
    assertThat(JwkFixture.readOne(json).keyId()).isEqualTo(id);
  }
}
