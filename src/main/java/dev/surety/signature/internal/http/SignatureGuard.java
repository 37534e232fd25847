package dev.surety.signature.internal.http;

import dev.surety.SuretyException;
import dev.surety.core.LimitedLog;
import dev.surety.core.http.BufferedBody;
import dev.surety.core.http.DecisiveFields;
import dev.surety.signature.FallbackAuthentication;
import dev.surety.signature.VerifiedSigner;
import dev.surety.signature.internal.RequestGate;
import dev.surety.signature.internal.RequestGates;
import dev.surety.signature.internal.body.Decision;
import dev.surety.signature.internal.body.Decision.Refused;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Asks the configured verifier about a request, once, and makes the signer known. */
@ApplicationScoped
@SuppressWarnings("NullAway.Init")
public class SignatureGuard {

  /** The request property that holds the {@link VerifiedSigner}. */
  static final String SIGNER = VerifiedSigner.class.getName();

  private static final String BODY = "dev.surety.signature.body";

  private static final LimitedLog FALLBACK_FAILED =
      new LimitedLog(
          System.getLogger(SignatureGuard.class.getName()),
          Level.WARNING,
          "the FallbackAuthentication failed, which counts as no");

  /**
   * What became of a request at one method. As an attribute it outlives a second dispatch; no
   * client can make one.
   */
  private record Verdict(Decision decision) {}

  /** What each method's parts say, asked once. */
  private final Map<SignedMethod, List<DecisiveFields.Field>> deciding = new ConcurrentHashMap<>();

  @Inject private Instance<RequestGates> gates;
  @Inject @Any private Instance<DecisiveFields> decisive;
  @Inject private Instance<FallbackAuthentication> fallbacks;
  @Inject private HttpServletRequest servlet;
  @Inject private CurrentSigner current;

  /**
   * @throws dev.surety.core.http.RefusedCall if the body is too large or cannot be read
   * @throws dev.surety.UnavailableException if the database cannot decide in time
   */
  Decision decide(ContainerRequestContext request, SignedMethod signed) {
    if (request.getProperty(signed.property()) instanceof Verdict earlier) {
      // A second dispatch of one request, whose nonce was accepted in the first.
      BufferedBody.putBack(request, BODY);
      return earlier.decision();
    }
    checkMethod(request);
    RequestGate gate = gates.get().named(signed.verifier());
    WireRequest wire = WireRequest.of(servlet);
    Optional<Refused> refused = gate.refusal(wire.fields(), signed.operation());
    Decision decision = refused.isPresent() ? refused.get() : decide(request, signed, gate, wire);
    request.setProperty(signed.property(), new Verdict(decision));
    return decision;
  }

  private Decision decide(
      ContainerRequestContext request, SignedMethod signed, RequestGate gate, WireRequest wire) {
    byte[] body = BufferedBody.read(request, gate.maxBody(), BODY);
    Decision decision =
        gate.decide(
            wire.message(gates.get().origins(), WireRequest.trailers(servlet), body),
            signed.operation(),
            mustCover(signed, wire),
            () -> isAuthenticated(request));
    // The fallback may have read it.
    BufferedBody.putBack(request, BODY);
    return decision;
  }

  /** The signer becomes the request's principal, and can be injected. */
  void identify(ContainerRequestContext request, VerifiedSigner signer) {
    request.setSecurityContext(
        new SignerContext(
            new Signer(signer.issuer(), signer.owner()), request.getSecurityContext().isSecure()));
    request.setProperty(SIGNER, signer);
    current.is(signer);
  }

  /** What was signed is the method on the wire; another one would run. */
  private void checkMethod(ContainerRequestContext request) {
    String sent = servlet.getMethod();
    String runs = request.getMethod();
    // Jersey lets GET answer HEAD, and RESTEasy reads a method in any case.
    if (!sent.equalsIgnoreCase(runs) && !(sent.equals("HEAD") && runs.equals("GET"))) {
      throw new SuretyException(
          "a filter changed the request's method, for which nobody signed; do not override methods"
              + " where signatures are required");
    }
  }

  /** An optional field that was not sent needs no cover: one that is added has none. */
  private List<String> mustCover(SignedMethod signed, WireRequest wire) {
    return deciding
        .computeIfAbsent(
            signed,
            method ->
                decisive.stream().flatMap(part -> part.of(method.resource()).stream()).toList())
        .stream()
        .filter(field -> !field.optional() || wire.has(field.name()))
        .map(DecisiveFields.Field::name)
        .toList();
  }

  private boolean isAuthenticated(ContainerRequestContext request) {
    try {
      return fallbacks.isResolvable() && fallbacks.get().isAuthenticated(request);
    } catch (RuntimeException e) {
      FALLBACK_FAILED.log(e);
      return false;
    }
  }
}
