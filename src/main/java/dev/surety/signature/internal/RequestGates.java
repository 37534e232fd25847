package dev.surety.signature.internal;

import dev.surety.SuretyException;
import dev.surety.signature.internal.target.Origins;

/** The configured verifiers by name; a CDI bean. */
public interface RequestGates {

  /**
   * @throws SuretyException if there is none of that name
   */
  RequestGate named(String verifier);

  /**
   * @throws SuretyException saying what to change, if there is none of that name, or it could
   *     accept nothing
   */
  default void check(String verifier) {
    RequestGate unused = named(verifier);
  }

  /** Under which origins the application is known. */
  Origins origins();
}
