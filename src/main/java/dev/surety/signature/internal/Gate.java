package dev.surety.signature.internal;

import dev.surety.core.LimitedLog;
import dev.surety.signature.HttpMessage;
import dev.surety.signature.HttpMessage.Request;
import dev.surety.signature.Verification;
import dev.surety.signature.Verification.Rejected;
import dev.surety.signature.Verification.Verified;
import dev.surety.signature.internal.body.BodyFacts;
import dev.surety.signature.internal.body.Decision;
import dev.surety.signature.internal.body.Decision.Refused;
import dev.surety.signature.internal.body.Finding;
import dev.surety.signature.internal.body.Mode;
import dev.surety.signature.internal.body.Modes;
import dev.surety.signature.internal.message.SignatureFields;
import dev.surety.signature.internal.message.SignatureFields.Absent;
import dev.surety.signature.internal.message.SignatureFields.Malformed;
import dev.surety.signature.internal.message.SignatureFields.OneWithoutOther;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Step 0 and what follows from it: whether a request needs a signature, and what one that failed
 * means.
 *
 * <p>A body is parsed before its nonce is accepted only where what it calls decides the mode, or
 * where nobody signed it.
 */
final class Gate implements RequestGate {

  private static final LimitedLog WARNED =
      new LimitedLog(
          System.getLogger(Gate.class.getName()),
          Level.WARNING,
          "a request whose signature failed was let through in mode warn");

  private static final byte[] NO_BODY = {};

  private final Profile profile;
  private final Modes modes;
  private final int maxBody;
  private final ProfileVerifier verifier;
  private final RefusalReports reports;

  Gate(VerifierSettings settings, ProfileVerifier verifier, RefusalReports reports) {
    this.profile = settings.profile();
    this.modes = settings.modes().modes();
    this.maxBody = settings.maxBody();
    this.verifier = verifier;
    this.reports = reports;
  }

  /** Verifies a message that came without an operation. */
  Verification verify(HttpMessage message) {
    Verification verification = verifier.verify(message);
    if (verification instanceof Rejected why) {
      reports.tell("", why);
    }
    return verification;
  }

  @Override
  public int maxBody() {
    return maxBody;
  }

  @Override
  public void checkOperation(String operation) {
    modes.checkServed(operation);
  }

  @Override
  public Refused refuseUnseen(String operation) {
    return refused(operation, required());
  }

  @Override
  public Optional<Refused> refusal(List<HttpMessage.Field> received, String operation) {
    SignatureFields fields = SignatureFields.parse(received, profile.signatureAlphabet());
    if (fields instanceof OneWithoutOther) {
      return Optional.of(refused(operation, malformed(SignatureChoice.UNPAIRED)));
    }
    boolean strict = modes.of(operation).compareTo(Mode.SUPPORTED) >= 0;
    return strict && fields instanceof Malformed malformed
        ? Optional.of(refused(operation, malformed(malformed.reason())))
        : Optional.empty();
  }

  @Override
  public Decision decide(
      Request request, String operation, List<String> mustCover, BooleanSupplier fallback) {
    SignatureFields fields = verifier.fields(request);
    boolean unsigned = fields instanceof Absent;
    boolean minded = profile.unsignedCredentialsRefused();
    // Under a strict mode a signature that is there decides by itself, before the body is parsed.
    boolean lenient = modes.of(operation).compareTo(Mode.SUPPORTED) < 0;
    boolean read = modes.dependOnBody() || (minded && (unsigned || lenient));
    BodyFacts body = BodyFacts.of(contentType(request), read ? request.body() : NO_BODY);
    Mode mode = modes.mode(operation, body);
    boolean registers = minded && body.registersCredentials();
    Finding finding =
        mode == Mode.NONE && !registers && !(fields instanceof OneWithoutOther)
            ? new Finding.Absent()
            : find(request, fields, mustCover);
    return told(operation, Modes.decide(mode, finding, fallback, registers, required()));
  }

  private Finding find(Request request, SignatureFields fields, List<String> mustCover) {
    if (fields instanceof Absent) {
      return new Finding.Absent();
    }
    Verification verification = verifier.verifyReceived(request, fields, mustCover);
    if (verification instanceof Verified verified) {
      return new Finding.Valid(verified.signer());
    }
    Rejected rejected = (Rejected) verification;
    return fields instanceof OneWithoutOther
        ? new Finding.Unpaired(rejected)
        : new Finding.Failed(rejected);
  }

  private static @Nullable String contentType(Request request) {
    return request.fields().stream()
        .filter(field -> field.name().equalsIgnoreCase("content-type"))
        .map(HttpMessage.Field::value)
        .findFirst()
        .orElse(null);
  }

  private Decision told(String operation, Decision decision) {
    if (decision instanceof Decision.Warned warned) {
      WARNED.logAbout(operation + ": " + warned.why().code() + ", " + warned.why().reason());
    }
    return decision instanceof Refused refused ? refused(operation, refused.why()) : decision;
  }

  private Refused refused(String operation, Rejected why) {
    reports.tell(operation, why);
    return new Refused(why);
  }

  private Rejected required() {
    return new Rejection(Code.REQUIRED, SignatureChoice.UNSIGNED).in(profile);
  }

  private Rejected malformed(String reason) {
    return new Rejection(Code.HEADER_MALFORMED, reason).in(profile);
  }
}
