package dev.surety.signature.internal.message;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.surety.signature.HttpMessage;
import dev.surety.signature.HttpMessage.Field;
import dev.surety.signature.internal.message.SignatureLabel.SignatureInput;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Messages as the vectors write them, whose targets are canonical already. */
final class VectorMessages {

  private VectorMessages() {}

  static List<Field> fields(JsonNode headers) {
    List<Field> fields = new ArrayList<>();
    headers
        .fields()
        .forEachRemaining(f -> fields.add(new Field(f.getKey(), f.getValue().asText())));
    return fields;
  }

  static HttpMessage message(JsonNode node, List<Field> fields) {
    byte[] body = node.path("body").asText().getBytes(StandardCharsets.UTF_8);
    if (node.has("status")) {
      HttpMessage.Request request =
          new HttpMessage.Request("GET", "https://example.com/", List.of(), new byte[0]);
      return new HttpMessage.Response(node.get("status").asInt(), fields, List.of(), body, request);
    }
    String url = node.has("url") ? node.get("url").asText() : node.get("target_uri").asText();
    return new HttpMessage.Request(node.get("method").asText(), url, fields, body);
  }

  static SignatureInput input(List<Field> fields, String label, BinaryAlphabet alphabet) {
    SignatureFields parsed = SignatureFields.parse(fields, alphabet);
    assertThat(parsed).isInstanceOf(SignatureFields.Labels.class);
    SignatureLabel chosen = ((SignatureFields.Labels) parsed).labels().get(label);
    assertThat(chosen).isInstanceOf(SignatureInput.class);
    return (SignatureInput) chosen;
  }

  static byte[] base(HttpMessage message, SignatureInput input) {
    String url =
        message instanceof HttpMessage.Request request ? request.target() : "https://example.com/";
    return base(message, target(url), input);
  }

  static byte[] base(HttpMessage message, TargetComponents target, SignatureInput input) {
    SignatureBase base =
        SignatureBase.of(
            message, target, input.components(), input.verbatim(), StructuredFields.REGISTERED);
    assertThat(base).isInstanceOf(SignatureBase.Built.class);
    return ((SignatureBase.Built) base).bytes();
  }

  static TargetComponents target(String url) {
    int authority = url.indexOf("://") + 3;
    int question = url.indexOf('?');
    String beforeQuery = question < 0 ? url : url.substring(0, question);
    String query = question < 0 ? "" : url.substring(question + 1);
    int slash = beforeQuery.indexOf('/', authority);
    String path = slash < 0 ? "" : beforeQuery.substring(slash);
    return new TargetComponents(
        url,
        beforeQuery.substring(authority, slash < 0 ? beforeQuery.length() : slash),
        url.substring(0, authority - 3),
        path,
        query,
        question < 0 ? path : path + "?" + query);
  }

  /** The target that the expected base shows. */
  static TargetComponents targetOfBase(String base, String url) {
    TargetComponents given = target(url);
    return new TargetComponents(
        line(base, "@target-uri", given.targetUri()),
        line(base, "@authority", given.authority()),
        given.scheme(),
        given.path(),
        given.query(),
        given.requestTarget());
  }

  private static String line(String base, String component, String otherwise) {
    String start = "\"" + component + "\": ";
    return base.lines()
        .filter(line -> line.startsWith(start))
        .map(line -> line.substring(start.length()))
        .findFirst()
        .orElse(otherwise);
  }
}
