package dev.surety.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Copies and deletes whole folders. */
final class FileTree {

  private FileTree() {}

  static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to.getParent());
    for (Path source : contents(from)) {
      Files.copy(source, to.resolve(from.relativize(source).toString()));
    }
  }

  static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      for (Path path : contents(folder).stream().sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  private static List<Path> contents(Path folder) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      return paths.toList();
    }
  }
}
