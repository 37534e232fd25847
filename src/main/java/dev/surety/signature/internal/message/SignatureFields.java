package dev.surety.signature.internal.message;

import dev.surety.signature.HttpMessage.Field;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the fields {@code Signature-Input} and {@code Signature} of a message hold (RFC 9421 §4).
 *
 * <p>Stricter than the RFC where two parsers could differ: repeated lines, keys and parameters are
 * refused. Bounded before anything is parsed: 8 KiB for each field, 8 labels, 64 components a
 * label.
 */
public sealed interface SignatureFields {

  int MAX_LENGTH = 8192;
  int MAX_LABELS = 8;

  /** Neither field is there. */
  record Absent() implements SignatureFields {}

  /** One field is there without the other. */
  record OneWithoutOther() implements SignatureFields {}

  /**
   * The fields cannot be read.
   *
   * @param reason a fixed text, for debug logs
   */
  record Malformed(String reason) implements SignatureFields {}

  /** The labels of both fields, in the order of {@code Signature-Input}; never empty. */
  record Labels(Map<String, SignatureLabel> labels) implements SignatureFields {

    public Labels {
      labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
    }
  }

  /**
   * @param section a message's header section
   * @param alphabet the only one that signatures may be written in
   */
  static SignatureFields parse(List<Field> section, BinaryAlphabet alphabet) {
    List<String> inputs = FieldLines.of(section, "signature-input");
    List<String> signatures = FieldLines.of(section, "signature");
    if (inputs.isEmpty() && signatures.isEmpty()) {
      return new Absent();
    }
    if (inputs.isEmpty() || signatures.isEmpty()) {
      return new OneWithoutOther();
    }
    try {
      return new Labels(labels(members(inputs), members(signatures), new LabelParser(alphabet)));
    } catch (MalformedFieldException e) {
      return new Malformed(e.reason());
    }
  }

  private static Map<String, String> members(List<String> lines) throws MalformedFieldException {
    if (lines.size() > 1) {
      throw new MalformedFieldException("a signature field comes in several lines");
    }
    if (lines.get(0).length() > MAX_LENGTH) {
      throw new MalformedFieldException("a signature field is longer than " + MAX_LENGTH);
    }
    return DictionaryMembers.of(lines.get(0), MAX_LABELS);
  }

  private static Map<String, SignatureLabel> labels(
      Map<String, String> inputs, Map<String, String> signatures, LabelParser parser)
      throws MalformedFieldException {
    Set<String> names = new LinkedHashSet<>(inputs.keySet());
    names.addAll(signatures.keySet());
    Map<String, SignatureLabel> labels = new LinkedHashMap<>();
    for (String name : names) {
      labels.put(name, parser.parse(name, inputs.get(name), signatures.get(name)));
    }
    return labels;
  }
}
