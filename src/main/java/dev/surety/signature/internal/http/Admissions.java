package dev.surety.signature.internal.http;

import dev.surety.core.LimitedLog;
import dev.surety.core.http.ResourceMethod;
import dev.surety.signature.internal.RequestGates;
import dev.surety.signature.internal.body.Decision.Refused;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.ContextNotActiveException;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Remembers what requests were let in to, and lets nothing else be called. */
@ApplicationScoped
@SuppressWarnings("NullAway.Init")
public class Admissions {

  private static final LimitedLog UNGUARDED =
      new LimitedLog(
          System.getLogger(Admissions.class.getName()),
          Level.ERROR,
          "a call was refused because its request has not passed the filter that verifies"
              + " signatures; guarded methods are for JAX-RS to call");

  private record Call(Class<?> type, Method method) {}

  private final Map<Call, SignedMethod> guarded = new ConcurrentHashMap<>();

  @Inject private Instance<RequestGates> gates;
  @Inject private AdmittedOperations admitted;

  /** The request was let in. */
  void add(SignedMethod signed) {
    admitted.add(signed);
  }

  /**
   * @param type the class of the object that is called, perhaps one that the container made of it
   * @throws dev.surety.core.http.RefusedCall if there is a request context, and it was not let in
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

  /** Without a request context it is not JAX-RS that calls, and nothing could be signed. */
  private boolean isAdmitted(SignedMethod signed) {
    try {
      return admitted.contains(signed);
    } catch (ContextNotActiveException e) {
      return true;
    }
  }

  private static SignedMethod guarded(Class<?> type, Method method) {
    Class<?> bean = SignatureExtension.current().beanClass(type).orElse(method.getDeclaringClass());
    return SignedMethod.of(ResourceMethod.of(bean, method)).orElseThrow();
  }
}
