package dev.surety.core;

import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/**
 * The driver's own connection behind a pool's.
 *
 * <p>Only that one can be ended while a thread waits for it: WildFly's wrapper is locked by the
 * waiting thread, Payara's puts {@code abort} off until the transaction is over.
 */
final class DriverConnection {

  /** Payara's wrapper tells by a method of its own, and wraps its metadata too. */
  private static final ClassValue<Optional<Method>> GETTERS =
      new ClassValue<>() {
        @Override
        protected Optional<Method> computeValue(Class<?> type) {
          try {
            return Optional.of(type.getMethod("getConnection"));
          } catch (NoSuchMethodException e) {
            return Optional.empty();
          }
        }
      };

  private DriverConnection() {}

  static Connection behind(Connection wrapped) throws SQLException {
    Optional<Method> getter = GETTERS.get(wrapped.getClass());
    try {
      if (getter.isPresent() && getter.get().invoke(wrapped) instanceof Connection own) {
        return own;
      }
    } catch (ReflectiveOperationException e) {
      throw new SQLException("the pool does not hand out its connection", e);
    }
    return wrapped.getMetaData().getConnection();
  }
}
