package dev.surety.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * The conformance vectors of others, which lie beside the project and not in it.
 *
 * <p>Looked for in {@code ../shared/vectors} or where {@code -Dsurety.vectors} says. Without them
 * the test is skipped and says so; a folder that was named but is not there fails it.
 */
public final class Vectors {

  private static final ObjectMapper JSON = new ObjectMapper();

  private Vectors() {}

  /** The named file or folder, for example {@code jcs/input}. */
  public static Path path(String name) {
    String configured = System.getProperty("surety.vectors");
    Path root = Path.of(configured == null ? "../shared/vectors" : configured).toAbsolutePath();
    if (configured != null && !Files.isDirectory(root)) {
      throw new IllegalStateException("surety.vectors = " + configured + " is not a folder");
    }
    Path path = root.resolve(name).normalize();
    Assumptions.assumeTrue(
        Files.exists(path), () -> "no vectors at " + path + "; set -Dsurety.vectors=<folder>");
    return path;
  }

  /** The files of a folder whose names end so, sorted. */
  public static List<Path> files(String folder, String ending) {
    try (Stream<Path> files = Files.list(path(folder))) {
      return files.filter(file -> file.toString().endsWith(ending)).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static JsonNode json(Path file) {
    try {
      return JSON.readTree(bytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
