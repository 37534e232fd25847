package dev.surety.signature.internal.message;

import org.greenbytes.http.sfv.ParseException;
import org.greenbytes.http.sfv.Parser;

/**
 * Byte sequences (RFC 8941 §3.3.5) whose content may be in either {@link BinaryAlphabet}.
 *
 * <p>Parameters are parsed and ignored, because none is defined.
 */
final class ByteSequences {

  private ByteSequences() {}

  /**
   * What stands between the colons; it has characters of both alphabets, and is yet to be decoded.
   *
   * @param member a dictionary member's value
   */
  static String content(String member) throws MalformedFieldException {
    int end = member.startsWith(":") ? member.indexOf(':', 1) : -1;
    if (end < 0) {
      throw new MalformedFieldException("a member is not a byte sequence");
    }
    for (int i = 1; i < end; i++) {
      if (!isBinary(member.charAt(i))) {
        throw new MalformedFieldException("a byte sequence has a character of no alphabet");
      }
    }
    if (end + 1 < member.length()) {
      checkParameters(member.substring(end + 1));
    }
    return member.substring(1, end);
  }

  private static void checkParameters(String text) throws MalformedFieldException {
    try {
      Parser.parseParameters(text);
    } catch (ParseException e) {
      throw new MalformedFieldException("a byte sequence is followed by what is no parameter");
    }
  }

  private static boolean isBinary(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || "+/=-_".indexOf(c) >= 0;
  }
}
