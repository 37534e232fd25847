package dev.surety.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The figures of one run: printed one a line, and kept in {@code target/bench.json}. */
final class Figures {

  private record Figure(String name, double value, String unit) {}

  private final List<Figure> figures = new ArrayList<>();

  void add(String name, double value, String unit) {
    double rounded = Math.round(value * 1000) / 1000.0;
    figures.add(new Figure(name, rounded, unit));
    System.out.printf(Locale.ROOT, "%s %s %s%n", name, rounded, unit);
  }

  void write(Path file) throws IOException {
    Files.createDirectories(file.getParent());
    new ObjectMapper().writeValue(file.toFile(), figures);
  }

  static double median(double... values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int half = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  }
}
