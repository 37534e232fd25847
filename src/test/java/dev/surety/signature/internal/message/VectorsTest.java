package dev.surety.signature.internal.message;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.surety.signature.HttpMessage;
import dev.surety.signature.HttpMessage.Field;
import dev.surety.signature.SignatureAlgorithm;
import dev.surety.signature.internal.message.SignatureLabel.SignatureInput;
import dev.surety.testing.Vectors;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.Key;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The signatures, bases and digests of others come out the same here. */
class VectorsTest {

  @TestFactory
  Stream<DynamicTest> rfc9421AppendixB_hasTheSameBaseAndVerifies() {
    JsonNode file = Vectors.json(Vectors.path("rfc9421/appendix-b.json"));
    return stream(file.get("vectors"))
        .map(v -> DynamicTest.dynamicTest(text(v, "section"), () -> assertAppendixB(file, v)));
  }

  private static void assertAppendixB(JsonNode file, JsonNode vector) throws Exception {
    JsonNode message = file.get("messages").get(text(vector, "message"));
    String label = text(vector, "label");
    List<Field> fields = VectorMessages.fields(message.get("headers"));
    fields.add(new Field("Signature-Input", label + "=" + text(vector, "signature_input")));
    fields.add(new Field("Signature", label + "=:" + text(vector, "signature") + ":"));
    SignatureInput input = VectorMessages.input(fields, label, BinaryAlphabet.BASE64);
    byte[] base = VectorMessages.base(VectorMessages.message(message, fields), input);
    assertThat(ascii(base)).isEqualTo(text(vector, "signature_base"));
    SignatureAlgorithm algorithm = SignatureAlgorithm.of(text(vector, "alg")).orElseThrow();
    VectorKeys.Pair keys = VectorKeys.appendixB(file.get("keys"), text(vector, "keyid"));
    assertThat(algorithm.verify(keys.verifying(), base, input.signature())).isTrue();
    assertThat(input.parameters().serialize(input.components())).isNotEmpty();
    if (vector.get("deterministic").asBoolean()) {
      assertThat(algorithm.sign(keys.signing(), base)).isEqualTo(input.signature());
    }
  }

  @TestFactory
  Stream<DynamicTest> webBotAuthSignature_verifies() {
    return Stream.of("v1", "v2")
        .map(version -> Vectors.path("rfc9421/web_bot_auth_architecture_" + version + ".json"))
        .flatMap(file -> stream(Vectors.json(file)))
        .map(v -> DynamicTest.dynamicTest(text(v, "signature_input"), () -> assertBot(v)));
  }

  private static void assertBot(JsonNode vector) throws Exception {
    List<Field> fields = new ArrayList<>();
    fields.add(new Field("Signature-Input", text(vector, "signature_input")));
    fields.add(new Field("Signature", text(vector, "signature")));
    if (vector.has("signature_agent")) {
      fields.add(new Field("Signature-Agent", text(vector, "signature_agent")));
    }
    SignatureInput input =
        VectorMessages.input(fields, text(vector, "label"), BinaryAlphabet.BASE64);
    HttpMessage message =
        new HttpMessage.Request("GET", text(vector, "target_url"), fields, new byte[0]);
    byte[] base = VectorMessages.base(message, input);
    SignatureAlgorithm algorithm = SignatureAlgorithm.of(input.parameters().alg()).orElseThrow();
    Key key = VectorKeys.publicKey(vector.get("key"));
    assertThat(algorithm.verify(key, base, input.signature())).isTrue();
  }

  @TestFactory
  Stream<DynamicTest> adcpPositive_hasTheSameBaseAndVerifies() {
    return Stream.of("adcp/request-signing", "adcp/webhook-signing")
        .flatMap(
            part ->
                Vectors.files(part + "/positive", ".json").stream()
                    .map(
                        file ->
                            DynamicTest.dynamicTest(
                                part + "/" + file.getFileName(), () -> assertAdcp(part, file))));
  }

  private static void assertAdcp(String part, Path file) throws Exception {
    JsonNode vector = Vectors.json(file);
    JsonNode request = vector.get("request");
    List<Field> fields = VectorMessages.fields(request.get("headers"));
    SignatureInput input = VectorMessages.input(fields, "sig1", BinaryAlphabet.BASE64URL);
    // the canonical target is taken from the expected base: canonicalization is tested elsewhere
    String expected = vector.path("expected_signature_base").asText();
    TargetComponents target = VectorMessages.targetOfBase(expected, text(request, "url"));
    byte[] base = VectorMessages.base(VectorMessages.message(request, fields), target, input);
    if (vector.has("expected_signature_base")) {
      assertThat(ascii(base)).isEqualTo(expected);
    }
    SignatureAlgorithm algorithm = SignatureAlgorithm.of(input.parameters().alg()).orElseThrow();
    JsonNode keys = Vectors.json(Vectors.path(part + "/keys.json")).get("keys");
    Key key = VectorKeys.named(keys, input.parameters().keyid());
    assertThat(algorithm.verify(key, base, input.signature())).isTrue();
    if (input.components().contains(Component.of("content-digest"))) {
      ContentDigest digest = ContentDigest.parse(fields, Set.of(BinaryAlphabet.values()));
      assertThat(digest).isInstanceOf(ContentDigest.Digests.class);
      assertThat(((ContentDigest.Digests) digest).match(bytes(request, "body"))).isTrue();
    }
  }

  @TestFactory
  Stream<DynamicTest> adcpNegativeOfALaterStep_isReadable() {
    return Stream.of("adcp/request-signing", "adcp/webhook-signing")
        .flatMap(part -> Vectors.files(part + "/negative", ".json").stream())
        .filter(file -> !code(file).matches(".*_(required|malformed)"))
        .map(file -> DynamicTest.dynamicTest(file.toString(), () -> assertReadable(file)));
  }

  private static String code(Path file) {
    return Vectors.json(file).at("/expected_outcome/error_code").asText();
  }

  private static void assertReadable(Path file) {
    List<Field> fields = VectorMessages.fields(Vectors.json(file).get("request").get("headers"));
    assertThat(VectorMessages.input(fields, "sig1", BinaryAlphabet.BASE64URL).verbatim())
        .isNotEmpty();
    assertThat(ContentDigest.parse(fields, Set.of(BinaryAlphabet.values())))
        .isNotInstanceOf(ContentDigest.Malformed.class);
  }

  @TestFactory
  Stream<DynamicTest> rfc9530Digest_matchesAndIsMadeAlike() {
    return stream(Vectors.json(Vectors.path("content-digest/rfc9530-examples.json")))
        .flatMap(
            v ->
                Map.of(DigestAlgorithm.SHA_256, "sha256", DigestAlgorithm.SHA_512, "sha512")
                    .entrySet()
                    .stream()
                    .map(
                        e ->
                            DynamicTest.dynamicTest(
                                text(v, "name") + " " + e.getValue(),
                                () ->
                                    assertDigest(
                                        e.getKey(), bytes(v, "body"), text(v, e.getValue())))));
  }

  private static void assertDigest(DigestAlgorithm algorithm, byte[] body, String value) {
    assertThat(ContentDigest.create(algorithm, body, BinaryAlphabet.BASE64)).isEqualTo(value);
    ContentDigest parsed =
        ContentDigest.parse(
            List.of(new Field("Content-Digest", value)), Set.of(BinaryAlphabet.BASE64));
    assertThat(((ContentDigest.Digests) parsed).match(body)).isTrue();
  }

  private static Stream<JsonNode> stream(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }

  private static String text(JsonNode node, String name) {
    return node.required(name).textValue();
  }

  private static byte[] bytes(JsonNode node, String name) {
    return text(node, name).getBytes(StandardCharsets.UTF_8);
  }

  private static String ascii(byte[] bytes) {
    return new String(bytes, StandardCharsets.US_ASCII);
  }
}
