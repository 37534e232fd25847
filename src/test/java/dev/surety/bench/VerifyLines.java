package dev.surety.bench;

import dev.surety.signature.internal.VerifyBench;
import java.util.Map;
import org.openjdk.jmh.runner.RunnerException;

/** The verifier's figures, by JMH in a JVM of its own. */
final class VerifyLines {

  private final Figures figures;

  VerifyLines(Figures figures) {
    this.figures = figures;
  }

  void run() throws RunnerException {
    Map<String, Double> rates = Micro.rates(VerifyBench.class);
    double whole = rates.get("whole");
    double bare = rates.get("bare");
    figures.add("signature.verify.ed25519_rate", whole, "operations/s");
    figures.add("signature.verify.jdk_rate", bare, "operations/s");
    figures.add("signature.verify.ed25519_ratio", whole / bare, "ratio");
  }
}
