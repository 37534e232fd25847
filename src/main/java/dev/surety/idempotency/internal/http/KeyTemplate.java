package dev.surety.idempotency.internal.http;

import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/** The key of a CDI method call, from the text of {@code @Idempotent(key = …)}. */
public final class KeyTemplate {

  private KeyTemplate() {}

  /**
   * @throws IllegalArgumentException naming the method and what in the template does not fit it
   */
  public static KeyTemplate compile(String template, Method method) {
    throw new UnsupportedOperationException("not written yet");
  }

  /**
   * @throws IllegalArgumentException if a value the key is made of is null
   */
  public String key(@Nullable Object[] args) {
    throw new UnsupportedOperationException("not written yet");
  }
}
