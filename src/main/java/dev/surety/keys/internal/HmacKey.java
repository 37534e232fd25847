package dev.surety.keys.internal;

import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * HMAC-SHA256 (RFC 2104) under one key, its first bytes perhaps taken already.
 *
 * <p>Looking the algorithm up and preparing the key costs as much as a short message does, so that
 * is done once, and each message starts from a clone. Thread-safe: the original is only read.
 */
final class HmacKey {

  private static final String ALGORITHM = "HmacSHA256";

  private final SecretKeySpec key;
  private final int length;
  private final byte[] prefix;
  private final Mac started;
  private final boolean cloneable;

  /**
   * @param secret of any length but none
   * @param prefix what every message starts with
   */
  HmacKey(byte[] secret, byte[] prefix) {
    this.key = new SecretKeySpec(secret, ALGORITHM);
    this.length = secret.length;
    this.prefix = prefix.clone();
    this.started = start();
    this.cloneable = canClone(started);
  }

  /** A computation of the caller's own, after the prefix. */
  Mac begin() {
    if (cloneable) {
      try {
        return (Mac) started.clone();
      } catch (CloneNotSupportedException e) {
        throw new IllegalStateException("could be cloned before", e);
      }
    }
    return start();
  }

  /** The MAC over prefix and message. */
  byte[] mac(byte[] message) {
    return begin().doFinal(message);
  }

  /** Of the secret, in bytes. */
  int length() {
    return length;
  }

  @Override
  public String toString() {
    return "HmacKey";
  }

  private Mac start() {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      mac.update(prefix);
      return mac;
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
    }
  }

  /** A provider that keeps its keys elsewhere may not be able to. */
  private static boolean canClone(Mac mac) {
    try {
      return mac.clone() != null;
    } catch (CloneNotSupportedException e) {
      return false;
    }
  }
}
