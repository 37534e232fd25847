package dev.surety.signature.internal.message;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.greenbytes.http.sfv.IntegerItem;
import org.greenbytes.http.sfv.Item;
import org.greenbytes.http.sfv.Parameters;
import org.greenbytes.http.sfv.StringItem;
import org.jspecify.annotations.Nullable;

/**
 * A signature's parameters (RFC 9421 §2.3), each of the type it must have.
 *
 * @param created seconds since 1970; {@code null}, as all others, if absent
 * @param expires seconds since 1970
 * @param others what is not registered, by name and serialized
 */
public record SignatureParameters(
    @Nullable Long created,
    @Nullable Long expires,
    @Nullable String nonce,
    @Nullable String keyid,
    @Nullable String alg,
    @Nullable String tag,
    Map<String, String> others) {

  public SignatureParameters {
    others = Map.copyOf(others);
  }

  /** Parameters without others. */
  public SignatureParameters(
      @Nullable Long created,
      @Nullable Long expires,
      @Nullable String nonce,
      @Nullable String keyid,
      @Nullable String alg,
      @Nullable String tag) {
    this(created, expires, nonce, keyid, alg, tag, Map.of());
  }

  static SignatureParameters of(Parameters parameters) throws MalformedFieldException {
    Map<String, String> others = new LinkedHashMap<>();
    for (Map.Entry<String, Item<?>> parameter : parameters.entrySet()) {
      switch (parameter.getKey()) {
        case "created", "expires", "nonce", "keyid", "alg", "tag" -> {}
        default -> others.put(parameter.getKey(), parameter.getValue().serialize());
      }
    }
    return new SignatureParameters(
        integer(parameters.get("created")),
        integer(parameters.get("expires")),
        string(parameters.get("nonce")),
        string(parameters.get("keyid")),
        string(parameters.get("alg")),
        string(parameters.get("tag")),
        others);
  }

  /**
   * The value of {@code @signature-params} for these components, and of the member of {@code
   * Signature-Input}; others are left out.
   *
   * @throws IllegalArgumentException if a string is not printable ASCII, or a time no RFC 8941
   *     integer
   */
  public String serialize(List<Component> components) {
    StringBuilder text = new StringBuilder(256).append('(');
    for (Component component : components) {
      component.serializeTo(text.length() == 1 ? text : text.append(' '));
    }
    text.append(')');
    append(text, "created", created);
    append(text, "expires", expires);
    append(text, "nonce", nonce);
    append(text, "keyid", keyid);
    append(text, "alg", alg);
    append(text, "tag", tag);
    return text.toString();
  }

  private static void append(StringBuilder text, String name, @Nullable Object value) {
    if (value instanceof Long integer) {
      IntegerItem.valueOf(integer).serializeTo(text.append(';').append(name).append('='));
    } else if (value instanceof String string) {
      StringItem.valueOf(string).serializeTo(text.append(';').append(name).append('='));
    }
  }

  private static @Nullable Long integer(@Nullable Item<?> item) throws MalformedFieldException {
    if (item == null) {
      return null;
    }
    if (item instanceof IntegerItem integer) {
      return integer.get();
    }
    throw new MalformedFieldException("created or expires is not an integer");
  }

  private static @Nullable String string(@Nullable Item<?> item) throws MalformedFieldException {
    if (item == null) {
      return null;
    }
    if (item instanceof StringItem string) {
      return string.get();
    }
    throw new MalformedFieldException("nonce, keyid, alg or tag is not a string");
  }
}
