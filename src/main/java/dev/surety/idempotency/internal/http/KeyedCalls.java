package dev.surety.idempotency.internal.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import dev.surety.SuretyException;
import dev.surety.idempotency.Idempotency;
import dev.surety.idempotency.Idempotent;
import dev.surety.idempotency.RequestHash;
import dev.surety.idempotency.Scope;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.interceptor.InvocationContext;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalAmount;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Runs CDI methods once per key that is made of their arguments. */
@ApplicationScoped
@SuppressWarnings("NullAway.Init")
public class KeyedCalls {

  /** Equal arguments must give equal text, whatever order a map or a class has inside. */
  private static final ObjectMapper ARGUMENTS =
      JsonMapper.builder()
          .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .addModule(
              new SimpleModule()
                  .addSerializer(TemporalAccessor.class, ToStringSerializer.instance)
                  .addSerializer(TemporalAmount.class, ToStringSerializer.instance))
          .build();

  @Inject private Idempotency idempotency;

  private final Map<Method, KeyTemplate> templates = new ConcurrentHashMap<>();

  @Nullable Object run(Idempotent idempotent, InvocationContext context) throws Exception {
    Method method = context.getMethod();
    String operation = operation(idempotent, method);
    KeyTemplate template =
        templates.computeIfAbsent(method, m -> KeyTemplate.compile(idempotent.key(), m));
    return idempotency.<@Nullable Object>once(
        Scope.ofOperation(operation),
        template.key(context.getParameters()),
        hash(method, context.getParameters()),
        result(method),
        context::proceed);
  }

  static String operation(Idempotent idempotent, Method method) {
    return idempotent.operation().isEmpty()
        ? method.getDeclaringClass().getName() + "#" + method.getName()
        : idempotent.operation();
  }

  private static RequestHash hash(Method method, @Nullable Object[] arguments) {
    try {
      return RequestHash.of(ARGUMENTS.writeValueAsBytes(arguments));
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
