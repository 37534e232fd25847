package dev.surety.signature.internal.http;

import dev.surety.core.LimitedLog;
import dev.surety.core.http.ResourceMethod;
import dev.surety.signature.internal.RequestGates;
import dev.surety.signature.internal.body.Decision.Refused;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.ContextNotActiveException;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.lang.System.Logger.Level;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which operations the current request was let in to, by which verifier.
 *
 * <p>Kept as attributes of the request; no client can make one.
 */
@ApplicationScoped
@SuppressWarnings("NullAway.Init")
public class Admissions {

  private static final LimitedLog UNGUARDED =
      new LimitedLog(
          System.getLogger(Admissions.class.getName()),
          Level.ERROR,
          "a call was refused because its request has not passed the filter that verifies"
              + " signatures; guarded methods are for JAX-RS to call");

  private enum Admitted {
    YES
  }

  private record Call(Class<?> type, Method method) {}

  private final Map<Call, SignedMethod> guarded = new ConcurrentHashMap<>();

  @Inject private Instance<RequestGates> gates;
  @Inject private HttpServletRequest servlet;

  /** The request was let in. */
  void add(SignedMethod signed) {
    servlet.setAttribute(attribute(signed), Admitted.YES);
  }

  /**
   * @param type the class of the object that is called, perhaps one that the container made of it
   * @throws dev.surety.core.http.RefusedCall if there is a request, and it was not let in
   */
  void require(Class<?> type, Method method) {
    SignedMethod signed =
        guarded.computeIfAbsent(new Call(type, method), call -> guarded(call.type, call.method));
    if (!isAdmitted(signed)) {
      UNGUARDED.logAbout(signed.resource());
      Refused refused = gates.get().named(signed.verifier()).refuseUnseen(signed.operation());
      throw SignatureProblem.refusal(refused.why().code());
    }
  }

  /** Without a request there is nothing that could be signed. */
  private boolean isAdmitted(SignedMethod signed) {
    try {
      return servlet.getAttribute(attribute(signed)) == Admitted.YES;
    } catch (ContextNotActiveException | IllegalStateException e) {
      return true;
    }
  }

  private static SignedMethod guarded(Class<?> type, Method method) {
    Class<?> bean = SignatureExtension.current().beanClass(type).orElse(method.getDeclaringClass());
    return SignedMethod.of(ResourceMethod.of(bean, method)).orElseThrow();
  }

  private static String attribute(SignedMethod signed) {
    return "dev.surety.signature.admitted:" + signed.verifier() + ":" + signed.operation();
  }
}
