package dev.surety.signature.internal.body;

/** How much an operation asks for a signature; later ones are stricter. */
public enum Mode {
  /** A signature is ignored. */
  NONE,
  /** One that fails is warned about, where the caller is authenticated otherwise. */
  WARN,
  /** There may be none, but one that is there must be valid. */
  SUPPORTED,
  /** There must be a valid one, or none and the caller authenticated otherwise. */
  REQUIRED
}
