package dev.surety.signature.internal;

import dev.surety.SuretyException;

/** The configured verifiers by name; a CDI bean. */
public interface RequestGates {

  /**
   * @throws SuretyException if there is none of that name
   */
  RequestGate named(String verifier);
}
