package dev.surety.idempotency.internal.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The canonical form of a JSON document (RFC 8785), refusing what it could not keep apart.
 *
 * <p>Refused: invalid UTF-8, a byte order mark, what is not JSON, anything after the document,
 * duplicate names, lone surrogates, nesting deeper than 64, and numbers a double cannot hold. The
 * whole document is checked, members left out too. A name that is absent differs from one that is
 * null.
 */
final class CanonicalJson {

  private CanonicalJson() {}

  /**
   * @param excluded pointers to the members and elements left out, as {@link ExcludedPointers}
   *     reads them
   * @return the canonical form in UTF-8
   */
  static byte[] of(byte[] utf8Json, List<String> excluded) throws UnacceptableBodyException {
    ExcludedPointers pointers = ExcludedPointers.of(excluded);
    JsonNode root = JsonReader.read(decode(utf8Json));
    if (!pointers.isEmpty()) {
      root = pointers.removeFrom(root);
    }
    StringBuilder out = new StringBuilder(utf8Json.length);
    root.writeTo(out);
    return out.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static String decode(byte[] utf8) throws UnacceptableBodyException {
    try {
      // the decoder reports malformed input; new String would replace it and make bodies equal
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
      if (text.startsWith("\uFEFF")) {
        throw new UnacceptableBodyException(
            "The body starts with a byte order mark; send the JSON without it.");
      }
      return text;
    } catch (CharacterCodingException e) {
      throw new UnacceptableBodyException("The body is not valid UTF-8; send JSON in UTF-8.");
    }
  }
}
