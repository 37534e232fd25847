package dev.surety.core.http;

import dev.surety.SuretyException;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A place where an annotation's promise could not be kept; it fails the deployment.
 *
 * @param where the class or method
 * @param cause why not
 * @param cure what to change
 */
public record Misuse(String where, String cause, String cure) {

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

  @Override
  public String toString() {
    return where + " " + cause + ": " + cure + ".";
  }
}
