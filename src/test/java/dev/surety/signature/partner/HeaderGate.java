package dev.surety.signature.partner;

import dev.surety.SuretyException;
import dev.surety.UnavailableException;
import dev.surety.signature.HttpMessage;
import dev.surety.signature.SignatureAlgorithm;
import dev.surety.signature.Verification.Rejected;
import dev.surety.signature.VerifiedSigner;
import dev.surety.signature.internal.RequestGate;
import dev.surety.signature.internal.RequestGates;
import dev.surety.signature.internal.body.Decision;
import dev.surety.signature.internal.body.Decision.Fallback;
import dev.surety.signature.internal.body.Decision.Refused;
import dev.surety.signature.internal.body.Decision.Signed;
import dev.surety.signature.internal.body.Decision.Unsigned;
import dev.surety.signature.internal.target.Origins;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;

/**
 * A gate that believes what a request says of itself, accepts a nonce once and remembers what it
 * was asked.
 *
 * <p>{@code X-Decide} holds the decision and what belongs to it: {@code signed issuer owner},
 * {@code refused code}, {@code passed}, {@code fallback}, {@code unavailable}, {@code failed};
 * {@code X-Nonce} the nonce; {@code X-Covered} the covered fields; {@code X-Name} under what the
 * request is remembered.
 */
@Alternative
@Priority(1)
@ApplicationScoped
public class HeaderGate implements RequestGates {

  static final int MAX_BODY = 1_000;

  private static final Map<String, String> SEEN = new ConcurrentHashMap<>();
  private static final Set<String> NONCES = ConcurrentHashMap.newKeySet();

  @Override
  public RequestGate named(String verifier) {
    if (!Set.of("default", "other").contains(verifier)) {
      throw new SuretyException("there is no verifier '" + verifier + "'");
    }
    return new Believing(verifier);
  }

  @Override
  public Origins origins() {
    return Origins.of(List.of(), List.of());
  }

  /** What the gate was shown of a request. */
  static String seen(String name) {
    return SEEN.getOrDefault(name, "nothing");
  }

  /** Accepts nonces in whatever verifier. */
  private record Believing(String verifier) implements RequestGate {

    @Override
    public int maxBody() {
      return MAX_BODY;
    }

    @Override
    public Refused refuseUnseen(String operation) {
      return refused("request_signature_required", "0");
    }

    @Override
    public Decision decide(
        HttpMessage.Request request,
        String operation,
        List<String> mustCover,
        BooleanSupplier fallback) {
      SEEN.merge(
          one(request, "X-Name"), told(request, operation, mustCover), (a, b) -> a + "again\n" + b);
      String[] decision = one(request, "X-Decide").split(" ", -1);
      return switch (decision[0]) {
        case "signed" -> signed(request, mustCover, decision);
        case "refused" -> refused(decision[1], "1");
        case "passed" -> new Unsigned();
        case "fallback" ->
            fallback.getAsBoolean() ? new Fallback() : refused("request_signature_required", "0");
        case "unavailable" -> throw new UnavailableException("the database is slow", null);
        case "failed" -> throw new IllegalStateException("secret");
        default -> refuseUnseen(operation);
      };
    }

    private static Refused refused(String code, String step) {
      return new Refused(new Rejected(code, step, ""));
    }

    private static Decision signed(
        HttpMessage.Request request, List<String> mustCover, String[] decision) {
      if (!List.of(one(request, "X-Covered").split(",")).containsAll(mustCover)) {
        return refused("request_signature_components_incomplete", "6");
      }
      if (!NONCES.add(one(request, "X-Nonce"))) {
        return refused("request_signature_replayed", "12");
      }
      return new Signed(
          new VerifiedSigner(
              decision[1],
              decision[2],
              "key-1",
              SignatureAlgorithm.ED25519,
              "sig1",
              mustCover,
              Instant.EPOCH,
              Instant.EPOCH));
    }

    private String told(HttpMessage.Request request, String operation, List<String> mustCover) {
      StringBuilder told = new StringBuilder();
      told.append(verifier).append(' ').append(operation).append(' ').append(mustCover);
      told.append('\n').append(request.method()).append(' ').append(request.target()).append('\n');
      request
          .fields()
          .forEach(f -> told.append(f.name()).append(": ").append(f.value()).append('\n'));
      request
          .trailers()
          .forEach(
              f ->
                  told.append("trailer ")
                      .append(f.name())
                      .append(": ")
                      .append(f.value())
                      .append('\n'));
      return told.append("body ")
          .append(new String(request.body(), StandardCharsets.ISO_8859_1))
          .append('\n')
          .toString();
    }

    private static String one(HttpMessage.Request request, String name) {
      return request.fields().stream()
          .filter(field -> field.name().equalsIgnoreCase(name))
          .map(HttpMessage.Field::value)
          .findFirst()
          .orElse("");
    }
  }
}
