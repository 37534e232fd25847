package dev.surety.core;

import dev.surety.SuretyException;
import javax.naming.InitialContext;
import javax.naming.NamingException;

/** What the server offers every application under {@code java:comp}. */
final class JavaComp {

  private JavaComp() {}

  /**
   * @throws SuretyException saying what the server lacks
   */
  static <T> T lookUp(String name, Class<T> type) {
    try {
      return type.cast(new InitialContext().lookup("java:comp/" + name));
    } catch (NamingException e) {
      throw new SuretyException(
          "the server has no java:comp/"
              + name
              + "; on WildFly add the layers ee-concurrency and transactions",
          e);
    }
  }
}
