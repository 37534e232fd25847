package dev.surety.testing;

import jakarta.ws.rs.container.ContainerRequestContext;
import java.lang.reflect.Proxy;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Stands in for what only a server makes. */
public final class Fakes {

  private Fakes() {}

  /** Says what a method answers, by its name. */
  public interface Says {
    @Nullable Object to(String method);
  }

  public static <T> T fake(Class<T> type, Says says) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> says.to(method.getName())));
  }

  /** A request as one pass sees it, with the properties that all its passes share. */
  public static ContainerRequestContext request(Map<String, Object> properties) {
    return (ContainerRequestContext)
        Proxy.newProxyInstance(
            Fakes.class.getClassLoader(),
            new Class<?>[] {ContainerRequestContext.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "getProperty" -> properties.get(arguments[0]);
                  case "setProperty" -> properties.put((String) arguments[0], arguments[1]);
                  case "removeProperty" -> properties.remove(arguments[0]);
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }
}
