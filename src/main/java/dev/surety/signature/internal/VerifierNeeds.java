package dev.surety.signature.internal;

import dev.surety.SuretyException;
import dev.surety.replay.ReplayStore.Expiries;
import java.time.Duration;

/** What a verifier that is used cannot do without. */
record VerifierNeeds(String verifier, VerifierSettings settings) {

  /**
   * @param resolver whether the application finds keys itself
   * @throws SuretyException if there are no keys to trust
   */
  void checkKeys(boolean resolver) {
    if (!resolver && settings.keySets().isEmpty()) {
      throw new SuretyException(
          "the verifier '"
              + verifier
              + "' trusts no keys. Name key sets in "
              + SignatureSettings.keySetsKey(verifier)
              + ", or make a CDI bean of type KeyResolver");
    }
  }

  /**
   * @param taken what its store of nonces takes
   * @throws SuretyException if that would refuse signatures that are valid
   */
  void checkStore(Expiries taken) {
    Expiries needed = Window.needs(settings.profile().longest());
    check("skew", taken.skew(), needed.skew());
    check("longest-span", taken.longestSpan(), needed.longestSpan());
  }

  private void check(String name, Duration taken, Duration needed) {
    if (taken.compareTo(needed) < 0) {
      String store = settings.replayStore();
      throw new SuretyException(
          "setting surety.replay.%s%s = '%s' is too short for the verifier '%s', whose signatures it"
                  .formatted(store.isEmpty() ? "" : store + ".", name, taken, verifier)
              + " would refuse although they are valid: set it to %s or more, or name another store in %s"
                  .formatted(needed, SignatureSettings.replayStoreKey(verifier)));
    }
  }
}
