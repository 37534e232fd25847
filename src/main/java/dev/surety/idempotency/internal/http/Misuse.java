package dev.surety.idempotency.internal.http;

import dev.surety.SuretyException;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A place where the promise of {@code @Idempotent} could not be kept; it fails the deployment.
 *
 * @param where the class or method
 * @param cause why not
 * @param cure what to change
 */
record Misuse(String where, String cause, String cure) {

  static Misuse undiscovered(Class<?> type) {
    return new Misuse(
        type.getName(),
        "is no CDI bean, so that nothing intercepts it",
        "give it a scope such as @RequestScoped, in an archive that CDI discovers");
  }

  static SuretyException exception(List<Misuse> all) {
    return new SuretyException(
        all.stream()
            .map(Misuse::toString)
            .distinct()
            .collect(Collectors.joining("\n", "@Idempotent cannot keep its promise:\n", "")));
  }

  @Override
  public String toString() {
    return where + " " + cause + ": " + cure + ".";
  }
}
