package dev.surety.demo;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * The key of the demo's partner, made anew for each demo by the command that a partner would use.
 *
 * @param file the private key
 * @param jwks the public key, which the shop trusts
 */
record PartnerKeyFile(Path file, String jwks) {

  private static final String ID = "acme-1";

  /**
   * @param folder where the private key goes
   */
  static PartnerKeyFile generate(Path suretyJar, Path folder)
      throws IOException, InterruptedException {
    Path file = folder.resolve("acme.pem").toAbsolutePath();
    Process generator =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                suretyJar.toString(),
                "dev.surety.signature.internal.key.GenerateKey",
                "--set",
                "ed25519",
                file.toString(),
                ID)
            .redirectErrorStream(true)
            .start();
    String output = new String(generator.getInputStream().readAllBytes()).strip();
    if (!generator.waitFor(1, TimeUnit.MINUTES) || generator.exitValue() != 0) {
      throw new IOException("the partner's key could not be made: " + output);
    }
    return new PartnerKeyFile(file, output);
  }

  /** What the shop is told: whose key it trusts, and, to play that partner, where the key is. */
  Map<String, String> settings() {
    return Map.of(
        "surety.signature.key-sets",
        "acme",
        "surety.signature.key-set.acme.jwks",
        jwks,
        "surety.signature.signer.key",
        Objects.toString(file),
        "surety.signature.signer.key-id",
        ID);
  }
}
