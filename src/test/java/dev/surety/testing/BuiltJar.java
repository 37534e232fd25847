package dev.surety.testing;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The library as the build packaged it, and what it needs at run time. */
final class BuiltJar {

  private BuiltJar() {}

  static File[] withLibraries() {
    Path jar = built("surety.jar", "target/surety-0.1.0-SNAPSHOT.jar");
    Path libraries = built("surety.libraries", "target/runtime-libraries");
    try (Stream<Path> files = Files.list(libraries)) {
      return Stream.concat(Stream.of(jar), files).map(Path::toFile).toArray(File[]::new);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path built(String property, String otherwise) {
    Path path = Path.of(System.getProperty(property, otherwise));
    if (Files.notExists(path)) {
      throw new IllegalStateException(path + " is missing: run `./mvnw package` first");
    }
    return path;
  }
}
