package dev.surety.core.net;

/** Why a request that may be made got no complete response. */
public enum Failure {
  /** The host has no address, or too many. */
  NAME,
  /** No connection, no TLS, or the connection broke. */
  CONNECTION,
  /** Not complete by the deadline. */
  DEADLINE,
  /** The head or the content is larger than allowed. */
  TOO_LARGE,
  /** Too many requests wait already, or the client is closed. */
  BUSY
}
