package dev.surety.idempotency.internal.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.surety.SuretyException;
import dev.surety.idempotency.Idempotency;
import dev.surety.idempotency.Idempotent;
import dev.surety.idempotency.RequestHash;
import dev.surety.idempotency.Scope;
import dev.surety.idempotency.internal.ValueJson;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.interceptor.InvocationContext;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Runs CDI methods once per key that is made of their arguments. */
@ApplicationScoped
@SuppressWarnings("NullAway.Init")
public class KeyedCalls {

  @Inject private Idempotency idempotency;

  private final Map<Method, KeyTemplate> templates = new ConcurrentHashMap<>();

  @Nullable Object run(Idempotent idempotent, InvocationContext context) throws Exception {
    Method method = context.getMethod();
    String operation = operation(idempotent, context.getTarget().getClass(), method);
    KeyTemplate template =
        templates.computeIfAbsent(method, m -> KeyTemplate.compile(idempotent.key(), m));
    return idempotency.<@Nullable Object>once(
        Scope.ofOperation(operation),
        template.key(context.getParameters()),
        hash(method, context.getParameters()),
        result(method),
        context::proceed);
  }

  /** Of the bean and not of the class that declares the method: beans may inherit one. */
  static String operation(Idempotent idempotent, Class<?> target, Method method) {
    if (!idempotent.operation().isEmpty()) {
      return idempotent.operation();
    }
    return Arrays.stream(method.getParameterTypes())
        .map(Class::getName)
        .collect(
            Collectors.joining(",", bean(target).getName() + "#" + method.getName() + "(", ")"));
  }

  /** The class as it was written: containers put generated ones, marked by $$, below it. */
  private static Class<?> bean(Class<?> target) {
    Class<?> type = target;
    while (type.getName().contains("$$") && type.getSuperclass() != Object.class) {
      type = type.getSuperclass();
    }
    return type;
  }

  private static RequestHash hash(Method method, @Nullable Object[] arguments) {
    try {
      return RequestHash.of(ValueJson.CANONICAL.writeValueAsBytes(arguments));
    } catch (JsonProcessingException e) {
      throw new SuretyException(
          "the arguments of "
              + method.getDeclaringClass().getName()
              + "#"
              + method.getName()
              + " cannot be told apart as JSON; pass records, strings or numbers",
          e);
    }
  }

  private static Type result(Method method) {
    return method.getReturnType() == void.class ? Void.class : method.getGenericReturnType();
  }
}
