package dev.surety.signature.internal.key;

import dev.surety.SuretyException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * Where configured content lies: {@code classpath:} and a resource of the application, {@code
 * file:} and a path, a path, or the content itself (JSON or PEM).
 */
public final class Location {

  private static final String CLASSPATH = "classpath:";
  private static final String FILE = "file:";

  private Location() {}

  /**
   * @throws SuretyException if there is nothing to read, or more than {@code most} bytes
   */
  public static byte[] read(String location, int most) {
    if (isInline(location)) {
      return location.getBytes(StandardCharsets.UTF_8);
    }
    try (InputStream in = open(location)) {
      byte[] content = in.readNBytes(most + 1);
      if (content.length > most) {
        throw new SuretyException(named(location) + " has more than " + most + " bytes");
      }
      return content;
    } catch (IOException | InvalidPathException e) {
      throw new SuretyException(named(location) + " cannot be read", e);
    }
  }

  /** What messages call the content; never the content itself. */
  public static String named(String location) {
    return isInline(location) ? "the configured text" : location;
  }

  private static boolean isInline(String location) {
    String start = location.stripLeading();
    return start.startsWith("{") || start.startsWith("-----BEGIN ");
  }

  private static InputStream open(String location) throws IOException {
    if (!location.startsWith(CLASSPATH)) {
      String path = location.startsWith(FILE) ? location.substring(FILE.length()) : location;
      return Files.newInputStream(Path.of(path));
    }
    // the application's loader, not that of a library shared by applications
    ClassLoader loader = Thread.currentThread().getContextClassLoader();
    String resource = location.substring(CLASSPATH.length()).replaceFirst("^/+", "");
    InputStream in =
        loader == null
            ? Location.class.getClassLoader().getResourceAsStream(resource)
            : loader.getResourceAsStream(resource);
    if (in == null) {
      throw new FileNotFoundException(resource);
    }
    return in;
  }
}
