package dev.surety.signature.internal;

import dev.surety.SuretyException;
import dev.surety.signature.HttpMessage;
import dev.surety.signature.HttpMessage.Field;
import dev.surety.signature.HttpMessage.Request;
import dev.surety.signature.SignatureSigner;
import dev.surety.signature.SigningKey;
import dev.surety.signature.internal.Profile.DigestPolicy;
import dev.surety.signature.internal.message.BinaryAlphabet;
import dev.surety.signature.internal.message.Component;
import dev.surety.signature.internal.message.ContentDigest;
import dev.surety.signature.internal.message.DigestAlgorithm;
import dev.surety.signature.internal.message.SignatureBase;
import dev.surety.signature.internal.message.SignatureBase.Built;
import dev.surety.signature.internal.message.SignatureBase.Unbuilt;
import dev.surety.signature.internal.message.SignatureFields;
import dev.surety.signature.internal.message.SignatureParameters;
import dev.surety.signature.internal.message.StructuredFields;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Signs messages as one profile asks for; the time is the database's. */
final class ProfileSigner implements SignatureSigner {

  private static final String USUAL_LABEL = "sig1";
  private static final int NONCE_BYTES = 16;

  private final Profile profile;
  private final SigningKey key;
  private final List<String> coveredIfPresent;
  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();

  /**
   * @param coveredIfPresent fields to cover beyond what the profile asks, where a message has them
   * @throws SuretyException if the profile does not allow the key's algorithm
   */
  ProfileSigner(
      Profile profile, SigningKey key, List<String> coveredIfPresent, InstantSource clock) {
    if (!profile.algorithms().contains(key.algorithm())) {
      throw new SuretyException(
          "the profile does not allow "
              + key.algorithm().label()
              + "; sign with a key for one of "
              + profile.algorithms());
    }
    this.profile = profile;
    this.key = key;
    this.coveredIfPresent =
        Stream.concat(profile.signedIfPresent().stream(), coveredIfPresent.stream()).toList();
    this.clock = clock;
  }

  @Override
  public List<Field> sign(HttpMessage message) {
    if (has(message, "signature") || has(message, "signature-input")) {
      throw new IllegalArgumentException("the message is signed already; sign it without fields");
    }
    List<Field> added = new ArrayList<>(3);
    if (message.body().length > 0
        && profile.digest() != DigestPolicy.FORBIDDEN
        && !has(message, "content-digest")) {
      added.add(digest(message));
    }
    HttpMessage complete = with(message, added);
    List<Component> components = components(complete);
    String parameters = parameters().serialize(components);
    byte[] signature = key.sign(base(complete, components, parameters));
    String label = profile.label() == null ? USUAL_LABEL : profile.label();
    added.addAll(SignatureFields.create(label, parameters, signature, profile.signatureAlphabet()));
    return List.copyOf(added);
  }

  private Field digest(HttpMessage message) {
    return new Field(
        "Content-Digest",
        ContentDigest.create(DigestAlgorithm.SHA_256, message.body(), profile.signatureAlphabet()));
  }

  private List<Component> components(HttpMessage message) {
    boolean hasBody = message.body().length > 0;
    Stream<String> ofBody = hasBody ? Stream.of("content-type", "content-digest") : Stream.empty();
    return Stream.of(
            profile.components().stream(),
            ofBody.filter(name -> has(message, name)),
            coveredIfPresent.stream().filter(name -> has(message, name)))
        .flatMap(names -> names)
        .filter(
            name -> profile.digest() != DigestPolicy.FORBIDDEN || !name.equals("content-digest"))
        .distinct()
        .map(Component::of)
        .toList();
  }

  private SignatureParameters parameters() {
    long created = clock.instant().getEpochSecond();
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    return new SignatureParameters(
        created,
        created + profile.longest().toSeconds(),
        BinaryAlphabet.BASE64URL.encode(nonce),
        key.keyId(),
        key.algorithm().label(),
        profile.tag());
  }

  private static byte[] base(HttpMessage message, List<Component> components, String parameters) {
    SignatureBase base =
        SignatureBase.of(
            message,
            MessageTarget.toSign(message),
            components,
            parameters,
            StructuredFields.REGISTERED);
    if (base instanceof Built built) {
      return built.bytes();
    }
    Unbuilt unbuilt = (Unbuilt) base;
    throw new IllegalArgumentException(
        "the component " + unbuilt.component() + " has no value to sign: " + unbuilt.reason());
  }

  private static boolean has(HttpMessage message, String name) {
    return value(message, name) != null;
  }

  private static @Nullable String value(HttpMessage message, String name) {
    return message.fields().stream()
        .filter(field -> field.name().equalsIgnoreCase(name))
        .map(Field::value)
        .findFirst()
        .orElse(null);
  }

  private static HttpMessage with(HttpMessage message, List<Field> added) {
    List<Field> fields = Stream.concat(message.fields().stream(), added.stream()).toList();
    if (message instanceof Request request) {
      return new Request(
          request.method(), request.target(), fields, request.trailers(), request.body());
    }
    HttpMessage.Response response = (HttpMessage.Response) message;
    return new HttpMessage.Response(
        response.status(), fields, response.trailers(), response.body(), response.request());
  }
}
