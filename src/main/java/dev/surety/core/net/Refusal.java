package dev.surety.core.net;

/** Why a URL is not requested; none of these changes by trying again, addresses apart. */
public enum Refusal {
  /** Neither https nor, where that is allowed, http. */
  SCHEME("its scheme is not allowed"),
  /** It has a user name. */
  USER_INFO("it has a user name"),
  /** The host is missing or spelled in a way that could mean another. */
  HOST("its host is missing or not spelled plainly"),
  /** Not one of the allowed ports. */
  PORT("its port is not allowed"),
  /** The host has an address, among others perhaps, that may not be connected to. */
  ADDRESS("its host cannot be used");

  private final String words;

  Refusal(String words) {
    this.words = words;
  }

  /** For whoever chose the URL: the same for an address that is refused and one that is missing. */
  public String words() {
    return words;
  }
}
