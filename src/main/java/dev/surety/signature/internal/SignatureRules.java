package dev.surety.signature.internal;

import dev.surety.signature.HttpMessage;
import dev.surety.signature.HttpMessage.Field;
import dev.surety.signature.SignatureAlgorithm;
import dev.surety.signature.internal.Profile.DigestPolicy;
import dev.surety.signature.internal.message.Component;
import dev.surety.signature.internal.message.SignatureLabel.SignatureInput;
import dev.surety.signature.internal.message.SignatureParameters;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Steps 1 to 6: what a message and its signature's parameters must be, before any key is looked up.
 */
final class SignatureRules {

  private static final Set<String> SINGLE = Set.of("content-type", "content-digest", "host");
  private static final Pattern BASE64URL_OF_16_BYTES = Pattern.compile("[A-Za-z0-9_-]{22,256}");
  private static final int LONGEST_NONCE = 256;

  private final Profile profile;

  SignatureRules(Profile profile) {
    this.profile = profile;
  }

  /** Step 1: fields of which two parsers could each take another value. */
  void checkFields(List<Field> fields) throws Rejection {
    Set<String> seen = new HashSet<>();
    for (Field field : fields) {
      String name = field.name().toLowerCase(Locale.ROOT);
      if (SINGLE.contains(name) && (!seen.add(name) || !isSingle(name, field.value()))) {
        throw new Rejection(
            Code.HEADER_MALFORMED, name + " comes twice, or with more than one value");
      }
    }
  }

  private static boolean isSingle(String name, String value) {
    return switch (name) {
      case "content-type" -> value.indexOf(',') < 0;
      case "host" -> value.chars().allMatch(c -> c < 0x80);
      default -> true;
    };
  }

  /** Steps 2 to 4; empty if the algorithm is left to the key. */
  Optional<SignatureAlgorithm> checkParameters(SignatureParameters parameters) throws Rejection {
    for (String name : profile.parameters()) {
      if (value(parameters, name) == null) {
        throw new Rejection(Code.PARAMS_INCOMPLETE, "there is no " + name);
      }
    }
    if (parameters.nonce() != null && !isNonce(parameters.nonce())) {
      throw new Rejection(
          Code.HEADER_MALFORMED, Code.PARAMS_INCOMPLETE.step(), "the nonce is not the profile's");
    }
    if (profile.tag() != null && !profile.tag().equals(parameters.tag())) {
      throw new Rejection(Code.TAG_INVALID);
    }
    if (parameters.alg() == null) {
      return Optional.empty();
    }
    return Optional.of(
        SignatureAlgorithm.of(parameters.alg())
            .filter(profile.algorithms()::contains)
            .orElseThrow(() -> new Rejection(Code.ALG_NOT_ALLOWED)));
  }

  /** Step 5. */
  Window checkWindow(SignatureParameters parameters, Instant now) throws Rejection {
    return Window.of(
            instant(parameters.created()), instant(parameters.expires()), profile.longest())
        .filter(window -> window.isOpen(now, profile.longest()))
        .orElseThrow(() -> new Rejection(Code.WINDOW_INVALID));
  }

  /**
   * Step 6.
   *
   * @param mustCover fields that the application wants covered as well
   */
  void checkComponents(SignatureInput input, HttpMessage message, List<String> mustCover)
      throws Rejection {
    Set<Component> covered = new HashSet<>(input.components());
    boolean hasBody = message.body().length > 0;
    boolean digest = coversDigest(covered);
    for (String name : required(hasBody, mustCover)) {
      if (!covers(covered, name)) {
        throw new Rejection(Code.COMPONENTS_INCOMPLETE, name + " is not covered");
      }
    }
    if (digest && !has(message, "content-digest")) {
      throw new Rejection(Code.COMPONENTS_INCOMPLETE, "content-digest is covered and not sent");
    }
    if (digest && profile.digest() == DigestPolicy.FORBIDDEN) {
      throw new Rejection(Code.COMPONENTS_UNEXPECTED, "content-digest is covered");
    }
  }

  private List<String> required(boolean hasBody, List<String> mustCover) {
    List<String> required = new ArrayList<>(profile.components());
    required.addAll(mustCover);
    if (hasBody && profile.coversContentType()) {
      required.add("content-type");
    }
    if (hasBody && profile.digest() == DigestPolicy.REQUIRED) {
      required.add("content-digest");
    }
    return required;
  }

  static boolean covers(Collection<Component> covered, String name) {
    return covered.contains(Component.of(name));
  }

  /** Also a part or another form of it: whatever is signed of a digest speaks for the body. */
  static boolean coversDigest(Collection<Component> covered) {
    return covered.stream().anyMatch(component -> component.isOwn("content-digest"));
  }

  private static boolean has(HttpMessage message, String name) {
    return message.fields().stream().anyMatch(field -> field.name().equalsIgnoreCase(name));
  }

  private boolean isNonce(String nonce) {
    return switch (profile.nonces()) {
      case ANY -> !nonce.isEmpty() && nonce.length() <= LONGEST_NONCE;
      // 4n + 1 characters are no base64url of anything
      case BASE64URL_OF_16_BYTES ->
          BASE64URL_OF_16_BYTES.matcher(nonce).matches() && nonce.length() % 4 != 1;
    };
  }

  private static @Nullable Object value(SignatureParameters parameters, String name) {
    return switch (name) {
      case "created" -> parameters.created();
      case "expires" -> parameters.expires();
      case "nonce" -> parameters.nonce();
      case "keyid" -> parameters.keyid();
      case "alg" -> parameters.alg();
      case "tag" -> parameters.tag();
      default -> throw new IllegalStateException("no parameter " + name);
    };
  }

  private static @Nullable Instant instant(@Nullable Long seconds) {
    return seconds == null ? null : Instant.ofEpochSecond(seconds);
  }
}
