package dev.surety.core.net;

/** Why a URL is not requested; none of these changes by trying again, addresses apart. */
public enum Refusal {
  /** Neither https nor, where that is allowed, http. */
  SCHEME,
  /** It has a user name. */
  USER_INFO,
  /** The host is missing or spelled in a way that could mean another. */
  HOST,
  /** Not one of the allowed ports. */
  PORT,
  /** The host has an address, among others perhaps, that may not be connected to. */
  ADDRESS
}
