package dev.surety.core.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads one JSON document that every reader takes for the same (I-JSON, RFC 7493 §2).
 *
 * <p>Refused: invalid UTF-8, a byte order mark, anything after the document, duplicate names at any
 * depth, lone surrogates, nesting deeper than {@link #MAX_DEPTH}.
 */
public final class StrictJson {

  public static final int MAX_DEPTH = 64;

  private static final JsonFactory JSON =
      new JsonFactoryBuilder()
          // names come from strangers: no table of them is to grow or to be shared
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH + 1)
                  .maxNumberLength(Integer.MAX_VALUE)
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .build())
          .build();

  private final JsonParser parser;

  private StrictJson(JsonParser parser) {
    this.parser = parser;
  }

  public static Json read(byte[] utf8) throws NotStrictJsonException {
    try (JsonParser parser = JSON.createParser(decode(utf8))) {
      Json root = new StrictJson(parser).value(parser.nextToken(), 1);
      if (parser.nextToken() != null) {
        throw new NotStrictJsonException(
            "The body goes on after its JSON document; send one document.");
      }
      return root;
    } catch (JsonProcessingException e) {
      throw notJson(e.getLocation());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String decode(byte[] utf8) throws NotStrictJsonException {
    try {
      // the decoder reports malformed input, which new String would replace unseen
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
      if (text.startsWith("\uFEFF")) {
        throw new NotStrictJsonException(
            "The body starts with a byte order mark; send the JSON without it.");
      }
      return text;
    } catch (CharacterCodingException e) {
      throw new NotStrictJsonException("The body is not valid UTF-8; send JSON in UTF-8.");
    }
  }

  private Json value(@Nullable JsonToken token, int depth)
      throws IOException, NotStrictJsonException {
    if (token == null) {
      throw notJson(parser.currentLocation());
    }
    return switch (token) {
      case START_OBJECT -> members(depth);
      case START_ARRAY -> elements(depth);
      case VALUE_STRING -> new Json.Text(whole(parser.getText()));
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Json.Numeral(parser.getText());
      case VALUE_TRUE -> Json.Literal.TRUE;
      case VALUE_FALSE -> Json.Literal.FALSE;
      case VALUE_NULL -> Json.Literal.NULL;
      default -> throw notJson(parser.currentLocation());
    };
  }

  private Json members(int depth) throws IOException, NotStrictJsonException {
    checkDepth(depth);
    Map<String, Json> members = new LinkedHashMap<>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = whole(parser.currentName());
      if (members.put(name, value(parser.nextToken(), depth + 1)) != null) {
        throw new NotStrictJsonException(
            "The body has an object with the same name twice; send each name once.");
      }
    }
    return new Json.Members(members);
  }

  private Json elements(int depth) throws IOException, NotStrictJsonException {
    checkDepth(depth);
    List<Json> elements = new ArrayList<>();
    for (JsonToken token = parser.nextToken();
        token != JsonToken.END_ARRAY;
        token = parser.nextToken()) {
      elements.add(value(token, depth + 1));
    }
    return new Json.Elements(elements);
  }

  /** UTF-8 cannot carry half of a surrogate pair, but an escape can spell it. */
  private static String whole(String text) throws NotStrictJsonException {
    if (text.codePoints()
        .anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)) {
      throw new NotStrictJsonException(
          "The body has a string with a lone surrogate; send whole characters.");
    }
    return text;
  }

  private static void checkDepth(int depth) throws NotStrictJsonException {
    if (depth > MAX_DEPTH) {
      throw new NotStrictJsonException(
          "The body nests deeper than " + MAX_DEPTH + " levels; send a flatter document.");
    }
  }

  private static NotStrictJsonException notJson(@Nullable JsonLocation at) {
    String place = at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
    return new NotStrictJsonException("The body is not JSON" + place + "; send valid JSON.");
  }
}
