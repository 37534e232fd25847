package dev.surety.signature.internal;

import dev.surety.core.Setting;
import dev.surety.signature.SignatureAlgorithm;
import dev.surety.signature.internal.message.BinaryAlphabet;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one kind of signature must look like, as data.
 *
 * @param direction how error codes begin, {@code request} or {@code webhook}
 * @param label which signature is taken where there are several; {@code null} leaves it to the tag
 * @param tag the {@code tag} that is asked for; {@code null} where any or none will do
 * @param parameters the signature parameters that must be there
 * @param algorithms the algorithms that may be used
 * @param components the components that must be covered
 * @param coversContentType whether {@code content-type} must be covered where there is a body
 * @param digest whether the body must be covered
 * @param longest how long a signature may be valid
 * @param nonces what a nonce may be
 * @param signatureAlphabet how signatures are written
 * @param digestAlphabets how digests may be written
 * @param purposes what the key must be published for; empty where that does not matter
 * @param strictBody whether a body must be JSON that means the same to every parser
 * @param unsignedCredentialsRefused whether who hands over credentials for webhooks must sign
 * @param signedIfPresent fields that a signer covers where a message has them
 */
record Profile(
    String direction,
    @Nullable String label,
    @Nullable String tag,
    Set<String> parameters,
    Set<SignatureAlgorithm> algorithms,
    List<String> components,
    boolean coversContentType,
    DigestPolicy digest,
    Duration longest,
    Nonces nonces,
    BinaryAlphabet signatureAlphabet,
    Set<BinaryAlphabet> digestAlphabets,
    Set<String> purposes,
    boolean strictBody,
    boolean unsignedCredentialsRefused,
    List<String> signedIfPresent) {

  /** Whether the body must be covered by way of its {@code Content-Digest}. */
  enum DigestPolicy {
    REQUIRED,
    EITHER,
    FORBIDDEN
  }

  /** What a nonce may be. */
  enum Nonces {
    /** Any string; without one the signature base stands in for it. */
    ANY,
    /** Unpadded base64url of at least 16 bytes. */
    BASE64URL_OF_16_BYTES
  }

  private static final Duration FIVE_MINUTES = Duration.ofMinutes(5);
  private static final Set<String> ALL_PARAMETERS =
      Set.of("created", "expires", "nonce", "keyid", "alg", "tag");
  private static final Set<SignatureAlgorithm> OF_ADCP =
      EnumSet.of(SignatureAlgorithm.ED25519, SignatureAlgorithm.ECDSA_P256_SHA256);
  private static final Set<BinaryAlphabet> EITHER_ALPHABET = EnumSet.allOf(BinaryAlphabet.class);
  private static final List<String> TARGET = List.of("@method", "@target-uri", "@authority");

  /** RFC 9421 with what makes a signature worth having; the application may ask for less. */
  static final Profile RFC9421 =
      new Profile(
          "request",
          null,
          null,
          Set.of("created", "keyid"),
          EnumSet.allOf(SignatureAlgorithm.class),
          List.of("@method", "@target-uri"),
          false,
          DigestPolicy.REQUIRED,
          FIVE_MINUTES,
          Nonces.ANY,
          BinaryAlphabet.BASE64,
          Set.of(BinaryAlphabet.BASE64),
          Set.of(),
          false,
          false,
          // A guarded idempotent method asks for it; AdCP allows no further field.
          List.of("idempotency-key"));

  /** AdCP requests, 3.0 and 3.1. */
  static final Profile ADCP_REQUEST_3_1 =
      new Profile(
          "request",
          "sig1",
          "adcp/request-signing/v1",
          ALL_PARAMETERS,
          OF_ADCP,
          TARGET,
          true,
          DigestPolicy.EITHER,
          FIVE_MINUTES,
          Nonces.BASE64URL_OF_16_BYTES,
          BinaryAlphabet.BASE64URL,
          EITHER_ALPHABET,
          Set.of("request-signing"),
          true,
          true,
          List.of());

  /** AdCP requests, 3.2: the body is always covered, and binary is written as RFC 8941 has it. */
  static final Profile ADCP_REQUEST_3_2 =
      new Profile(
          "request",
          "sig1",
          "adcp/request-signing/v1",
          ALL_PARAMETERS,
          OF_ADCP,
          TARGET,
          true,
          DigestPolicy.REQUIRED,
          FIVE_MINUTES,
          Nonces.BASE64URL_OF_16_BYTES,
          BinaryAlphabet.BASE64,
          Set.of(BinaryAlphabet.BASE64),
          Set.of("request-signing"),
          true,
          true,
          List.of());

  /** AdCP webhooks; a key for requests may sign them too. */
  static final Profile ADCP_WEBHOOK =
      new Profile(
          "webhook",
          "sig1",
          "adcp/webhook-signing/v1",
          ALL_PARAMETERS,
          OF_ADCP,
          TARGET,
          true,
          DigestPolicy.REQUIRED,
          FIVE_MINUTES,
          Nonces.BASE64URL_OF_16_BYTES,
          BinaryAlphabet.BASE64URL,
          EITHER_ALPHABET,
          Set.of("webhook-signing", "request-signing"),
          true,
          false,
          List.of());

  private static final Map<String, Profile> BY_NAME =
      Map.of(
          "rfc9421", RFC9421,
          "adcp-request-3.1", ADCP_REQUEST_3_1,
          "adcp-request-3.2", ADCP_REQUEST_3_2,
          "adcp-webhook", ADCP_WEBHOOK);

  static Setting<Profile> setting(String key) {
    return new Setting<>(
        key,
        "rfc9421",
        "rfc9421, adcp-request-3.1, adcp-request-3.2 or adcp-webhook",
        text -> Optional.ofNullable(BY_NAME.get(text)).orElseThrow());
  }

  /** The same kind of signature with what an application may choose. */
  Profile with(
      @Nullable String label,
      @Nullable String tag,
      List<String> components,
      Set<SignatureAlgorithm> algorithms,
      DigestPolicy digest) {
    return new Profile(
        direction,
        label,
        tag,
        parameters,
        algorithms,
        components,
        coversContentType,
        digest,
        longest,
        nonces,
        signatureAlphabet,
        digestAlphabets,
        purposes,
        strictBody,
        unsignedCredentialsRefused,
        signedIfPresent);
  }
}
