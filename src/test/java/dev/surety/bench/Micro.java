package dev.surety.bench;

import java.util.Map;
import java.util.stream.Collectors;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** Runs JMH benchmarks in a JVM of their own. */
final class Micro {

  private static final TimeValue ITERATION = TimeValue.seconds(3);

  private Micro() {}

  /** The operations per second of each of a class's methods, by name. */
  static Map<String, Double> rates(Class<?> benchmarks) throws RunnerException {
    Runner runner =
        new Runner(
            new OptionsBuilder()
                .include(benchmarks.getName())
                .forks(1)
                .warmupIterations(5)
                .warmupTime(ITERATION)
                .measurementIterations(Benchmarks.ROUNDS)
                .measurementTime(ITERATION)
                .build());
    return runner.run().stream()
        .map(RunResult::getPrimaryResult)
        .collect(Collectors.toMap(Result::getLabel, Result::getScore));
  }
}
