package dev.surety.signature.internal;

import dev.surety.signature.HttpMessage;
import dev.surety.signature.internal.body.Decision;
import dev.surety.signature.internal.body.Decision.Refused;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Decides what becomes of requests, by one configured verifier and its modes; thread-safe. */
public interface RequestGate {

  /** The largest body that is read, in bytes. */
  int maxBody();

  /**
   * @throws dev.surety.SuretyException if a resource method cannot have an operation of that name
   */
  default void checkOperation(String operation) {}

  /** Refuses what the signature fields alone condemn, before any of the body is read. */
  default Optional<Refused> refusal(List<HttpMessage.Field> fields, String operation) {
    return Optional.empty();
  }

  /** Refuses what has not been decided upon, as if it had no signature. */
  Refused refuseUnseen(String operation);

  /**
   * @param operation the operation's name, by which modes are configured
   * @param mustCover fields that the signature must cover beyond what the profile asks, in lower
   *     case
   * @param fallback whether the caller is authenticated otherwise; asked only where that matters
   * @throws dev.surety.UnavailableException if the database cannot decide in time
   */
  Decision decide(
      HttpMessage.Request request,
      String operation,
      List<String> mustCover,
      BooleanSupplier fallback);
}
