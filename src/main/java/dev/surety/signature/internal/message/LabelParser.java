package dev.surety.signature.internal.message;

import dev.surety.signature.internal.message.SignatureLabel.SignatureInput;
import dev.surety.signature.internal.message.SignatureLabel.Unusable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.greenbytes.http.sfv.InnerList;
import org.greenbytes.http.sfv.Item;
import org.greenbytes.http.sfv.ParseException;
import org.greenbytes.http.sfv.Parser;
import org.greenbytes.http.sfv.StringItem;
import org.jspecify.annotations.Nullable;

/**
 * Parses what the two signature fields say under one label.
 *
 * <p>What is no structured field breaks the whole field; what is one but breaks a rule of RFC 9421
 * makes only its label {@link Unusable}.
 */
final class LabelParser {

  private static final int MAX_COMPONENTS = 64;

  private final BinaryAlphabet alphabet;

  LabelParser(BinaryAlphabet alphabet) {
    this.alphabet = alphabet;
  }

  /**
   * @param input the member of {@code Signature-Input}; {@code null} if it has none
   * @param signature the member of {@code Signature}; {@code null} if it has none
   */
  SignatureLabel parse(String label, @Nullable String input, @Nullable String signature)
      throws MalformedFieldException {
    String content = signature == null ? null : ByteSequences.content(signature);
    InnerList list = input == null ? null : innerList(input);
    if (list == null || input == null || content == null) {
      return new Unusable(label, list == null ? null : tag(list), "a label is in one field only");
    }
    try {
      return input(label, input, list, content);
    } catch (MalformedFieldException e) {
      return new Unusable(label, tag(list), e.reason());
    }
  }

  private SignatureInput input(String label, String input, InnerList list, String content)
      throws MalformedFieldException {
    checkParametersOnce(input, list);
    List<Component> components = components(list);
    SignatureParameters parameters = SignatureParameters.of(list.getParams());
    byte[] signature = alphabet.decode(content);
    if (signature == null) {
      throw new MalformedFieldException("a signature is not in the profile's alphabet");
    }
    return new SignatureInput(label, input, components, parameters, signature);
  }

  private static InnerList innerList(String input) throws MalformedFieldException {
    try {
      return Parser.parseInnerList(input);
    } catch (ParseException e) {
      // its message echoes the field, so it stays here
      throw new MalformedFieldException("a member of Signature-Input is not an inner list");
    }
  }

  private static List<Component> components(InnerList list) throws MalformedFieldException {
    if (list.get().size() > MAX_COMPONENTS) {
      throw new MalformedFieldException("more than " + MAX_COMPONENTS + " components");
    }
    List<Component> components = new ArrayList<>(list.get().size());
    Set<Component> seen = new HashSet<>();
    for (Item<?> item : list.get()) {
      Component component = Component.of(item);
      if (!seen.add(component)) {
        throw new MalformedFieldException("a component comes twice");
      }
      components.add(component);
    }
    return components;
  }

  /** The parser lets the last of several parameters of one name win; here none does. */
  private static void checkParametersOnce(String input, InnerList list)
      throws MalformedFieldException {
    int parsed = list.getParams().size();
    for (Item<?> item : list.get()) {
      parsed += item.getParams().size();
    }
    if (parsed != semicolonsOutsideStrings(input)) {
      throw new MalformedFieldException("a parameter comes twice");
    }
  }

  private static int semicolonsOutsideStrings(String input) {
    int count = 0;
    boolean quoted = false;
    for (int i = 0; i < input.length(); i++) {
      char c = input.charAt(i);
      if (quoted && c == '\\') {
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (c == ';' && !quoted) {
        count++;
      }
    }
    return count;
  }

  private static @Nullable String tag(InnerList list) {
    return list.getParams().get("tag") instanceof StringItem tag ? tag.get() : null;
  }
}
