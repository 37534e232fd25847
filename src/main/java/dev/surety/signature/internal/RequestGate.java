package dev.surety.signature.internal;

import dev.surety.signature.HttpMessage;
import dev.surety.signature.VerifiedSigner;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Decides what becomes of requests, by one configured verifier and its modes; thread-safe. */
public interface RequestGate {

  /** What became of a request. */
  sealed interface Outcome {}

  /** It is signed, and this call accepted it. */
  record Signed(VerifiedSigner signer) implements Outcome {}

  /** It runs without a verified signer: unsigned, or warned about, or authenticated otherwise. */
  record Passed() implements Outcome {}

  /**
   * It is refused with 401.
   *
   * @param code the profile's error code
   */
  record Refused(String code, String step) implements Outcome {}

  /** The largest body that is read, in bytes. */
  int maxBody();

  /** What a request without a signature is refused with, where one is required. */
  Refused unsigned();

  /** Refuses what the signature fields alone condemn, before any of the body is read. */
  default Optional<Refused> refusal(List<HttpMessage.Field> fields, String operation) {
    return Optional.empty();
  }

  /**
   * @param operation the operation's name, by which modes are configured
   * @param mustCover fields that the signature must cover beyond what the profile asks, in lower
   *     case
   * @param fallback whether the caller is authenticated otherwise; asked only where that matters
   * @throws dev.surety.UnavailableException if the database cannot decide in time
   */
  Outcome decide(
      HttpMessage.Request request,
      String operation,
      List<String> mustCover,
      BooleanSupplier fallback);
}
