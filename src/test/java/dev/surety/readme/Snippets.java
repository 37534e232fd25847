package dev.surety.readme;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** The Java blocks of a page, compiled as its reader would after adding the imports. */
public final class Snippets {

  private static final Pattern TYPE = Pattern.compile("(?m)^public (?:class|record) (\\w+)");
  private static final List<String> IMPORTS =
      List.of(
          "dev.surety.*",
          "dev.surety.idempotency.*",
          "dev.surety.idempotency.Scope",
          "dev.surety.keys.*",
          "dev.surety.readme.PurchaseOrder",
          "dev.surety.replay.*",
          "dev.surety.signature.*",
          "dev.surety.webhook.*",
          "jakarta.annotation.PostConstruct",
          "jakarta.enterprise.context.*",
          "jakarta.enterprise.event.Observes",
          "jakarta.enterprise.inject.Produces",
          "jakarta.inject.*",
          "jakarta.persistence.*",
          "jakarta.transaction.*",
          "jakarta.ws.rs.*",
          "jakarta.ws.rs.client.Client",
          "jakarta.ws.rs.client.ClientBuilder",
          "jakarta.ws.rs.client.Entity",
          "jakarta.ws.rs.container.*",
          "jakarta.ws.rs.core.*",
          "java.net.URI",
          "java.nio.charset.StandardCharsets",
          "java.lang.System.Logger.Level",
          "java.security.Principal",
          "java.time.Instant",
          "java.time.YearMonth",
          "java.util.Map",
          "java.util.Set",
          "java.util.function.Function");

  private Snippets() {}

  /**
   * Compiles the blocks together, each a public type of package {@code shop}.
   *
   * @param classes where the class files go
   * @return what the compiler objects to
   */
  public static List<String> compile(List<String> blocks, Path classes) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
    List<String> options =
        List.of(
            "-d",
            classes.toString(),
            "-cp",
            System.getProperty("java.class.path"),
            "-parameters",
            "-proc:none");
    List<Source> sources = blocks.stream().map(Source::of).toList();
    boolean unused = compiler.getTask(null, null, diagnostics, options, null, sources).call();
    return diagnostics.getDiagnostics().stream()
        .filter(diagnostic -> diagnostic.getKind() == Diagnostic.Kind.ERROR)
        .map(error -> error.getSource().getName() + ": " + error.getMessage(Locale.ROOT))
        .toList();
  }

  private static final class Source extends SimpleJavaFileObject {

    private final String text;

    private Source(String type, String text) {
      super(URI.create("string:///shop/" + type + ".java"), Kind.SOURCE);
      this.text = text;
    }

    static Source of(String block) {
      Matcher type = TYPE.matcher(block);
      if (!type.find()) {
        throw new IllegalArgumentException("a Java block without a public type:\n" + block);
      }
      String imports =
          Stream.concat(Stream.of("package shop;"), IMPORTS.stream().map(i -> "import " + i + ";"))
              .collect(Collectors.joining("\n"));
      return new Source(type.group(1), imports + "\n" + block);
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }
}
