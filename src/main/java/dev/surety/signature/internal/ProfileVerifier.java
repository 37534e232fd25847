package dev.surety.signature.internal;

import dev.surety.core.json.Json;
import dev.surety.core.json.NotStrictJsonException;
import dev.surety.core.json.StrictJson;
import dev.surety.replay.KeyId;
import dev.surety.replay.ReplayStore;
import dev.surety.signature.HttpMessage;
import dev.surety.signature.HttpMessage.Request;
import dev.surety.signature.KeyResolver;
import dev.surety.signature.RevocationSource;
import dev.surety.signature.SignatureAlgorithm;
import dev.surety.signature.SignatureVerifier;
import dev.surety.signature.Verification;
import dev.surety.signature.Verification.Verified;
import dev.surety.signature.VerificationKey;
import dev.surety.signature.VerifiedSigner;
import dev.surety.signature.internal.message.Component;
import dev.surety.signature.internal.message.ContentDigest;
import dev.surety.signature.internal.message.ContentDigest.Absent;
import dev.surety.signature.internal.message.ContentDigest.Digests;
import dev.surety.signature.internal.message.ContentDigest.Malformed;
import dev.surety.signature.internal.message.DigestAlgorithm;
import dev.surety.signature.internal.message.SignatureBase;
import dev.surety.signature.internal.message.SignatureBase.Built;
import dev.surety.signature.internal.message.SignatureBase.Reason;
import dev.surety.signature.internal.message.SignatureBase.Unbuilt;
import dev.surety.signature.internal.message.SignatureFields;
import dev.surety.signature.internal.message.SignatureLabel.SignatureInput;
import dev.surety.signature.internal.message.StructuredFields;
import dev.surety.signature.internal.message.TargetComponents;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Verifies signatures of one profile by its steps, the cheap ones first.
 *
 * <p>What a stranger can cause costs neither cryptography nor a write: the nonce is accepted last
 * but for the body's form, so that a captured message with a bad body cannot be sent again either.
 */
final class ProfileVerifier implements SignatureVerifier {

  private static final String ACCEPTING = "13";

  private final Profile profile;
  private final SignatureRules rules;
  private final TrustedKeys keys;
  private final ReplayStore nonces;
  private final InstantSource clock;

  ProfileVerifier(
      Profile profile,
      KeyResolver keys,
      RevocationSource revocations,
      ReplayStore nonces,
      InstantSource clock) {
    this.profile = profile;
    this.rules = new SignatureRules(profile);
    this.keys = new TrustedKeys(keys, revocations);
    this.nonces = nonces;
    this.clock = clock;
  }

  @Override
  public Verification verify(HttpMessage message) {
    return verify(message, fields(message), List.of(), false);
  }

  /** What the message says of its signatures, to be parsed once. */
  SignatureFields fields(HttpMessage message) {
    return SignatureFields.parse(message.fields(), profile.signatureAlphabet());
  }

  /**
   * Verifies a request whose target a server has told: none tells an empty query from none, so a
   * signature over either counts.
   *
   * @param fields the request's own
   * @param mustCover fields that the signature must cover beyond what the profile asks
   */
  Verification verifyReceived(Request request, SignatureFields fields, List<String> mustCover) {
    return verify(request, fields, mustCover, true);
  }

  private Verification verify(
      HttpMessage message, SignatureFields fields, List<String> mustCover, boolean received) {
    try {
      return new Verified(run(message, fields, mustCover, received));
    } catch (Rejection e) {
      return e.in(profile);
    }
  }

  private VerifiedSigner run(
      HttpMessage message, SignatureFields fields, List<String> mustCover, boolean received)
      throws Rejection {
    SignatureInput input = SignatureChoice.of(profile, fields);
    rules.checkFields(message.fields());
    ContentDigest digest = digest(input, message);
    TargetComponents target = MessageTarget.received(message);
    Optional<SignatureAlgorithm> named = rules.checkParameters(input.parameters());
    Window window = rules.checkWindow(input.parameters(), clock.instant());
    rules.checkComponents(input, message, mustCover);
    VerificationKey key = keys.find(Objects.requireNonNull(input.parameters().keyid()), message);
    SignatureAlgorithm algorithm =
        KeyRules.algorithm(profile, named, key)
            .orElseThrow(() -> new Rejection(Code.KEY_PURPOSE_INVALID));
    keys.checkRevocation(key);
    KeyId keyId = new KeyId(key.issuer(), key.keyId());
    if (nonces.atCapacity(keyId)) {
      throw new Rejection(Code.RATE_ABUSE);
    }
    Signed signed = new Signed(input, message, key, algorithm);
    byte[] base = signed.base(received ? target.asMayBeSent(input.components()) : List.of(target));
    checkDigest(digest, message);
    accept(keyId, nonce(input, base), window);
    checkBody(message);
    return new VerifiedSigner(
        key.issuer(),
        key.owner(),
        key.keyId(),
        algorithm,
        input.label(),
        input.components().stream().map(Component::identifier).toList(),
        window.created(),
        window.expires());
  }

  /** Step 10. */
  private record Signed(
      SignatureInput input,
      HttpMessage message,
      VerificationKey key,
      SignatureAlgorithm algorithm) {

    /** The base that the signature is of, with one of these targets. */
    byte[] base(List<TargetComponents> targets) throws Rejection {
      for (TargetComponents target : targets) {
        byte[] base = base(target);
        if (key.key() != null && algorithm.verify(key.key(), base, input.signature())) {
          return base;
        }
      }
      throw new Rejection(Code.INVALID, "the signature is not the key's over the base");
    }

    /** A component that is covered and not in the message is told as in step 6. */
    private byte[] base(TargetComponents target) throws Rejection {
      SignatureBase base =
          SignatureBase.of(
              message, target, input.components(), input.verbatim(), StructuredFields.REGISTERED);
      if (base instanceof Built built) {
        return built.bytes();
      }
      Reason reason = ((Unbuilt) base).reason();
      throw new Rejection(
          reason == Reason.MISSING ? Code.COMPONENTS_INCOMPLETE : Code.INVALID,
          Code.INVALID.step(),
          "a covered component has no value: " + reason);
    }
  }

  /** What the message says of its body, if that is signed; otherwise it is not looked at. */
  private ContentDigest digest(SignatureInput input, HttpMessage message) throws Rejection {
    if (!SignatureRules.coversDigest(input.components())) {
      return new Absent();
    }
    ContentDigest digest = ContentDigest.parse(message.fields(), profile.digestAlphabets());
    if (digest instanceof Malformed malformed) {
      throw new Rejection(Code.HEADER_MALFORMED, malformed.reason());
    }
    return digest;
  }

  /** Step 11. */
  private static void checkDigest(ContentDigest signed, HttpMessage message) throws Rejection {
    if (signed instanceof Digests digests && !digests.match(message.body())) {
      throw new Rejection(Code.DIGEST_MISMATCH);
    }
  }

  /** Steps 12 and 13. */
  private void accept(KeyId keyId, String nonce, Window window) throws Rejection {
    switch (nonces.accept(keyId, nonce, window.expires())) {
      case FRESH -> {}
      case REPLAYED -> throw new Rejection(Code.REPLAYED);
      case AT_CAPACITY -> throw new Rejection(Code.RATE_ABUSE, ACCEPTING, "");
      case EXPIRED -> throw new Rejection(Code.WINDOW_INVALID, ACCEPTING, "");
    }
  }

  /** What is accepted once: the nonce, or without one everything that was signed. */
  private static String nonce(SignatureInput input, byte[] base) {
    String nonce = input.parameters().nonce();
    return nonce == null
        ? "base:" + HexFormat.of().formatHex(DigestAlgorithm.SHA_256.digest(base))
        : nonce;
  }

  /** Step 14. */
  private void checkBody(HttpMessage message) throws Rejection {
    if (profile.strictBody() && message.body().length > 0) {
      try {
        Json unused = StrictJson.read(message.body());
      } catch (NotStrictJsonException e) {
        throw new Rejection(Code.BODY_MALFORMED);
      }
    }
  }
}
