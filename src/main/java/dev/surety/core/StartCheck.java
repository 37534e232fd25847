package dev.surety.core;

/** Something that can be checked only once all parts work; a CDI bean. */
public interface StartCheck {

  /**
   * @throws dev.surety.SuretyException saying what to change; it fails the deployment
   */
  void check();
}
