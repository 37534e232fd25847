package dev.surety.idempotency.internal.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads one JSON document strictly; its recursion is bounded by {@link #MAX_DEPTH}. */
final class JsonReader {

  static final int MAX_DEPTH = 64;

  /** The longest that is worth reading: 5e-324 written out has 326 characters. */
  private static final int MAX_NUMBER = 400;

  private static final JsonFactory JSON =
      new JsonFactoryBuilder()
          // names come from strangers: no table of them is to grow or to be shared
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH + 1)
                  .maxNumberLength(MAX_NUMBER)
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .build())
          .build();

  private final JsonParser parser;

  private JsonReader(JsonParser parser) {
    this.parser = parser;
  }

  static JsonNode read(String text) throws UnacceptableBodyException {
    try (JsonParser parser = JSON.createParser(text)) {
      JsonReader reader = new JsonReader(parser);
      JsonNode root = reader.value(parser.nextToken(), 1);
      if (parser.nextToken() != null) {
        throw new UnacceptableBodyException(
            "The body goes on after its JSON document; send one document.");
      }
      return root;
    } catch (JsonProcessingException e) {
      throw notJson(e.getLocation());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private JsonNode value(@Nullable JsonToken token, int depth)
      throws IOException, UnacceptableBodyException {
    if (token == null) {
      throw notJson(parser.currentLocation());
    }
    return switch (token) {
      case START_OBJECT -> members(depth);
      case START_ARRAY -> elements(depth);
      case VALUE_STRING -> string(parser.getText());
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT ->
          new JsonNode.Leaf(CanonicalNumber.of(parser.getText()));
      case VALUE_TRUE, VALUE_FALSE, VALUE_NULL -> new JsonNode.Leaf(token.asString());
      default -> throw notJson(parser.currentLocation());
    };
  }

  private JsonNode members(int depth) throws IOException, UnacceptableBodyException {
    checkDepth(depth);
    SortedMap<String, JsonNode> members = new TreeMap<>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = CanonicalString.checked(parser.currentName());
      if (members.put(name, value(parser.nextToken(), depth + 1)) != null) {
        throw new UnacceptableBodyException(
            "The body has an object with the same name twice; send each name once.");
      }
    }
    return new JsonNode.Members(members);
  }

  private JsonNode elements(int depth) throws IOException, UnacceptableBodyException {
    checkDepth(depth);
    List<JsonNode> elements = new ArrayList<>();
    for (JsonToken token = parser.nextToken();
        token != JsonToken.END_ARRAY;
        token = parser.nextToken()) {
      elements.add(value(token, depth + 1));
    }
    return new JsonNode.Elements(elements);
  }

  private static JsonNode string(String text) throws UnacceptableBodyException {
    StringBuilder out = new StringBuilder(text.length() + 2);
    CanonicalString.quote(CanonicalString.checked(text), out);
    return new JsonNode.Leaf(out.toString());
  }

  private static void checkDepth(int depth) throws UnacceptableBodyException {
    if (depth > MAX_DEPTH) {
      throw new UnacceptableBodyException(
          "The body nests deeper than " + MAX_DEPTH + " levels; send a flatter document.");
    }
  }

  private static UnacceptableBodyException notJson(@Nullable JsonLocation at) {
    String place = at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
    return new UnacceptableBodyException("The body is not JSON" + place + "; send valid JSON.");
  }
}
