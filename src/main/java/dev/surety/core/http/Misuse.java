package dev.surety.core.http;

import dev.surety.SuretyException;
import jakarta.enterprise.inject.AmbiguousResolutionException;
import jakarta.enterprise.inject.spi.BeanManager;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A place where an annotation's promise could not be kept; it fails the deployment.
 *
 * @param where the class or method
 * @param cause why not
 * @param cure what to change
 */
public record Misuse(String where, String cause, String cure) {

  /** What an application says by a bean, and says twice. */
  public static List<Misuse> ambiguous(BeanManager manager, Class<?>... spis) {
    return Stream.of(spis)
        .filter(spi -> isAmbiguous(manager, spi))
        .map(
            spi ->
                new Misuse(
                    spi.getName(), "has more than one bean", "leave one, or use @Alternative"))
        .toList();
  }

  /**
   * @param annotation whose promise it is
   */
  public static SuretyException exception(String annotation, List<Misuse> all) {
    return new SuretyException(
        all.stream()
            .map(Misuse::toString)
            .distinct()
            .collect(Collectors.joining("\n", annotation + " cannot keep its promise:\n", "")));
  }

  private static boolean isAmbiguous(BeanManager manager, Class<?> spi) {
    try {
      manager.resolve(manager.getBeans(spi));
      return false;
    } catch (AmbiguousResolutionException e) {
      return true;
    }
  }

  @Override
  public String toString() {
    return where + " " + cause + ": " + cure + ".";
  }
}
