package dev.surety.signature.internal.key;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** What a file that should hold a key may hold instead, and how OpenSSL or OpenSSH converts it. */
enum KeyFormat {
  PRIVATE("PRIVATE KEY", "a private key (PKCS#8)", "openssl pkey -in FILE -pubout -out NEW"),
  ENCRYPTED(
      "ENCRYPTED PRIVATE KEY",
      "a private key with a password (PKCS#8)",
      "configure it, or openssl pkey -in FILE -pubout -out NEW"),
  PUBLIC("PUBLIC KEY", "a public key; the private one is needed", "there is no conversion"),
  EC("EC PRIVATE KEY", "an EC key in OpenSSL's old form (SEC 1)", "openssl pkey -in FILE -out NEW"),
  RSA("RSA PRIVATE KEY", "an RSA key in its old form (PKCS#1)", "openssl pkey -in FILE -out NEW"),
  RSA_PUBLIC(
      "RSA PUBLIC KEY",
      "an RSA public key in its old form (PKCS#1)",
      "openssl rsa -RSAPublicKey_in -in FILE -pubout -out NEW"),
  DSA("DSA PRIVATE KEY", "a DSA key, which signs nothing here", "there is no conversion"),
  OPENSSH(
      "OPENSSH PRIVATE KEY",
      "a key in OpenSSH's form",
      "ssh-keygen -p -m PKCS8 -f FILE (not for Ed25519: make a new key)"),
  CERTIFICATE("CERTIFICATE", "a certificate", "openssl x509 -in FILE -pubkey -noout -out NEW"),
  REQUEST(
      "CERTIFICATE REQUEST", "a request for a certificate", "openssl req -in FILE -pubkey -noout"),
  DER("", "DER without PEM around it", "openssl pkey -inform DER -in FILE -out NEW"),
  JSON("", "JSON, perhaps a JWK", "write it as PEM; JWK Sets hold public keys"),
  SSH_LINE("", "a public key in OpenSSH's form", "ssh-keygen -e -m PKCS8 -f FILE"),
  PUTTY("", "a PuTTY key", "puttygen FILE -O private-openssh-new, then ssh-keygen -p -m PKCS8"),
  EMPTY("", "nothing", "name the right file"),
  UNKNOWN("", "an unknown format", "openssl pkey -in FILE -out NEW");

  private final String label;
  private final String words;
  private final String conversion;

  KeyFormat(String label, String words, String conversion) {
    this.label = label;
    this.words = words;
    this.conversion = conversion;
  }

  /** The format of a PEM block by its label (RFC 7468). */
  static KeyFormat labelled(String label) {
    return Arrays.stream(values())
        .filter(format -> !format.label.isEmpty() && format.label.equals(label))
        .findFirst()
        .orElse(UNKNOWN);
  }

  /** The format of what holds no PEM block, by its first bytes. */
  static KeyFormat guess(byte[] content) {
    int length = Math.min(content.length, 64);
    String start = new String(content, 0, length, StandardCharsets.ISO_8859_1).strip();
    if (start.isEmpty()) {
      return EMPTY;
    }
    if (start.startsWith("ssh-") || start.startsWith("ecdsa-sha2-")) {
      return SSH_LINE;
    }
    if (start.startsWith("PuTTY-User-Key-File")) {
      return PUTTY;
    }
    if (start.startsWith("{")) {
      return JSON;
    }
    return content[0] == 0x30 ? DER : UNKNOWN;
  }

  String describe() {
    return "found " + words + "; to convert: " + conversion;
  }
}
