package dev.surety.signature.internal;

import dev.surety.signature.internal.message.SignatureFields;
import dev.surety.signature.internal.message.SignatureFields.Absent;
import dev.surety.signature.internal.message.SignatureFields.Labels;
import dev.surety.signature.internal.message.SignatureFields.Malformed;
import dev.surety.signature.internal.message.SignatureFields.OneWithoutOther;
import dev.surety.signature.internal.message.SignatureLabel;
import dev.surety.signature.internal.message.SignatureLabel.SignatureInput;
import dev.surety.signature.internal.message.SignatureLabel.Unusable;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Which of a message's signatures is verified; all others are as if they were not there. */
final class SignatureChoice {

  static final String UNSIGNED = "there is no signature";
  static final String UNPAIRED = "one of the two signature fields is missing";

  private SignatureChoice() {}

  /**
   * The signature under the profile's label, else the only one with its tag, else the only one.
   *
   * @throws Rejection if there is none, or more than one that could be meant
   */
  static SignatureInput of(Profile profile, SignatureFields fields) throws Rejection {
    if (fields instanceof Absent) {
      throw new Rejection(Code.REQUIRED, UNSIGNED);
    }
    if (fields instanceof OneWithoutOther) {
      throw new Rejection(Code.HEADER_MALFORMED, UNPAIRED);
    }
    if (fields instanceof Malformed malformed) {
      throw new Rejection(Code.HEADER_MALFORMED, malformed.reason());
    }
    SignatureLabel chosen = chosen(profile, (Labels) fields);
    if (chosen instanceof SignatureInput input) {
      return input;
    }
    throw new Rejection(Code.HEADER_MALFORMED, ((Unusable) chosen).reason());
  }

  private static SignatureLabel chosen(Profile profile, Labels found) throws Rejection {
    Map<String, SignatureLabel> labels = found.labels();
    if (profile.label() != null && labels.containsKey(profile.label())) {
      return labels.get(profile.label());
    }
    Collection<SignatureLabel> candidates = labels.values();
    if (profile.tag() != null && labels.size() > 1) {
      candidates = tagged(profile.tag(), candidates);
      if (candidates.isEmpty() && labels.values().stream().noneMatch(Unusable.class::isInstance)) {
        throw new Rejection(Code.TAG_INVALID, "no label has the profile's tag");
      }
    }
    if (candidates.size() != 1) {
      throw new Rejection(Code.HEADER_MALFORMED, "more than one label could be meant, or none");
    }
    return candidates.iterator().next();
  }

  private static List<SignatureLabel> tagged(String tag, Collection<SignatureLabel> labels) {
    return labels.stream().filter(label -> tag.equals(label.tag())).toList();
  }
}
