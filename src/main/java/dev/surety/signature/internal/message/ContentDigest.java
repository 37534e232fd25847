package dev.surety.signature.internal.message;

import dev.surety.signature.HttpMessage.Field;
import java.security.MessageDigest;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the field {@code Content-Digest} of a message says of its content (RFC 9530 §2).
 *
 * <p>Repeated lines and keys are refused, at most 8 KiB and 8 members are read. Unsupported
 * algorithms count for nothing, but must be byte sequences too.
 */
public sealed interface ContentDigest {

  int MAX_LENGTH = 8192;
  int MAX_MEMBERS = 8;

  /** The field is not there. */
  record Absent() implements ContentDigest {}

  /**
   * The field cannot be read.
   *
   * @param reason a fixed text, for debug logs
   */
  record Malformed(String reason) implements ContentDigest {}

  /** The digests of supported algorithms; may be empty. */
  record Digests(Map<DigestAlgorithm, byte[]> values) implements ContentDigest {

    public Digests {
      values = Map.copyOf(values);
    }

    /**
     * Whether there is a supported digest, and each that is there is the content's; compared in
     * constant time.
     *
     * @param content the raw bytes, before any decoding
     */
    public boolean match(byte[] content) {
      boolean match = !values.isEmpty();
      for (Map.Entry<DigestAlgorithm, byte[]> value : values.entrySet()) {
        match &= MessageDigest.isEqual(value.getKey().digest(content), value.getValue());
      }
      return match;
    }
  }

  /**
   * @param section a message's header section
   * @param alphabets those that a value may be in; each value is wholly in one of them
   */
  static ContentDigest parse(List<Field> section, Set<BinaryAlphabet> alphabets) {
    try {
      String field = FieldLines.single(section, "content-digest", MAX_LENGTH);
      return field == null
          ? new Absent()
          : digests(DictionaryMembers.of(field, MAX_MEMBERS), alphabets);
    } catch (MalformedFieldException e) {
      return new Malformed(e.reason());
    }
  }

  /** The field's value for this content. */
  static String create(DigestAlgorithm algorithm, byte[] content, BinaryAlphabet alphabet) {
    return algorithm.key() + "=:" + alphabet.encode(algorithm.digest(content)) + ':';
  }

  private static Digests digests(Map<String, String> members, Set<BinaryAlphabet> alphabets)
      throws MalformedFieldException {
    Map<DigestAlgorithm, byte[]> values = new EnumMap<>(DigestAlgorithm.class);
    for (Map.Entry<String, String> member : members.entrySet()) {
      String content = ByteSequences.content(member.getValue());
      DigestAlgorithm algorithm = DigestAlgorithm.of(member.getKey());
      if (algorithm != null) {
        values.put(algorithm, decoded(content, alphabets));
      }
    }
    return new Digests(values);
  }

  private static byte[] decoded(String content, Set<BinaryAlphabet> alphabets)
      throws MalformedFieldException {
    for (BinaryAlphabet alphabet : alphabets) {
      byte[] bytes = alphabet.decode(content);
      if (bytes != null) {
        return bytes;
      }
    }
    throw new MalformedFieldException("a digest is not in the profile's alphabet");
  }
}
