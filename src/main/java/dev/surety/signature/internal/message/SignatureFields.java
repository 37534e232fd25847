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
    boolean hasInput = FieldLines.present(section, "signature-input");
    if (hasInput != FieldLines.present(section, "signature")) {
      return new OneWithoutOther();
    }
    try {
      String input = FieldLines.single(section, "signature-input", MAX_LENGTH);
      String signature = FieldLines.single(section, "signature", MAX_LENGTH);
      if (input == null || signature == null) {
        return new Absent();
      }
      Map<String, String> inputs = DictionaryMembers.of(input, MAX_LABELS);
      Map<String, String> signatures = DictionaryMembers.of(signature, MAX_LABELS);
      return new Labels(labels(inputs, signatures, new LabelParser(alphabet)));
    } catch (MalformedFieldException e) {
      return new Malformed(e.reason());
    }
  }

  /**
   * The two fields of a new signature.
   *
   * @param label a dictionary key (RFC 8941 §3.1.2)
   * @param signatureParameters what {@link SignatureParameters#serialize} gave for the base
   */
  static List<Field> create(
      String label, String signatureParameters, byte[] signature, BinaryAlphabet alphabet) {
    return List.of(
        new Field("Signature-Input", label + '=' + signatureParameters),
        new Field("Signature", label + "=:" + alphabet.encode(signature) + ':'));
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
