package dev.surety.bench;

import dev.surety.signature.internal.VerifyBench;
import java.util.Collection;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** The verifier's figures, by JMH in a JVM of its own. */
final class VerifyLines {

  private final Figures figures;

  VerifyLines(Figures figures) {
    this.figures = figures;
  }

  void run() throws RunnerException {
    Options options =
        new OptionsBuilder()
            .include(VerifyBench.class.getName())
            .forks(1)
            .warmupIterations(5)
            .warmupTime(TimeValue.seconds(3))
            .measurementIterations(Benchmarks.ROUNDS)
            .measurementTime(TimeValue.seconds(3))
            .build();
    Collection<RunResult> results = new Runner(options).run();
    double whole = rate(results, "whole");
    double bare = rate(results, "bare");
    figures.add("signature.verify.ed25519_rate", whole, "operations/s");
    figures.add("signature.verify.jdk_rate", bare, "operations/s");
    figures.add("signature.verify.ed25519_ratio", whole / bare, "ratio");
  }

  private static double rate(Collection<RunResult> results, String method) {
    return results.stream()
        .map(RunResult::getPrimaryResult)
        .filter(result -> result.getLabel().equals(method))
        .findFirst()
        .orElseThrow()
        .getScore();
  }
}
