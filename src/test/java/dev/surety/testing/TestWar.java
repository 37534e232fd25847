package dev.surety.testing;

import jakarta.ws.rs.core.Application;
import java.io.File;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.assertj.core.api.Assertions;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/**
 * A web application around the jar as built, as a user would package it.
 *
 * <p>It holds Surety and its runtime libraries, a persistence unit on the server's default data
 * source that lists Surety's mapping file, the producer that hands the unit over, {@code
 * surety.schema-mode=create} and long deadlines, the given classes and configuration, and a page
 * {@value #UP} that answers once it is deployed. JAX-RS resources are found under {@code /api}
 * unless an {@link Application} is among the classes.
 */
public final class TestWar {

  /** The path, inside the application, of a page that shows that it is deployed. */
  public static final String UP = "up.txt";

  private static final String PERSISTENCE = "WEB-INF/classes/META-INF/persistence.xml";
  private static final String CONFIG = "WEB-INF/classes/META-INF/microprofile-config.properties";
  private static final String UNIT =
      """
      <persistence xmlns="https://jakarta.ee/xml/ns/persistence" version="3.0">
        <persistence-unit name="tests" transaction-type="JTA">
          <mapping-file>META-INF/surety-orm.xml</mapping-file>
        </persistence-unit>
      </persistence>
      """;
  private static final String BEANS =
      """
      <beans xmlns="https://jakarta.ee/xml/ns/jakartaee" version="4.0"
          bean-discovery-mode="annotated"/>
      """;

  private final String name;
  private final Set<Class<?>> classes = new LinkedHashSet<>();
  private final Set<Class<?>> libraries = new LinkedHashSet<>();
  private final Map<String, String> config = new TreeMap<>();
  private final Map<String, String> files = new LinkedHashMap<>();
  private boolean surety = true;

  private TestWar(String name) {
    this.name = name;
    classes.add(UnitProducer.class);
    files.put(UP, "up");
    files.put(PERSISTENCE, UNIT);
    files.put("WEB-INF/beans.xml", BEANS);
    config.put("surety.schema-mode", "create");
    // longer than the defaults: a machine that stands still for seconds is not what tests are about
    config.put("surety.patience", "PT10S");
    config.put("surety.statement-deadline", "PT5S");
  }

  /** An archive with nothing of its own yet; its context path is the name without {@code .war}. */
  public static TestWar named(String name) {
    return new TestWar(name);
  }

  /** Adds classes, each with the classes nested in it. */
  public TestWar classes(Class<?>... added) {
    classes.addAll(List.of(added));
    return this;
  }

  /** Adds the jars that these classes are from. */
  public TestWar librariesOf(Class<?>... added) {
    libraries.addAll(List.of(added));
    return this;
  }

  /**
   * Adds what tests that run inside the server assert with, which costs each deployment a second.
   */
  public TestWar testable() {
    return librariesOf(Assertions.class);
  }

  /** Adds MicroProfile Config properties. */
  public TestWar config(Map<String, String> properties) {
    config.putAll(properties);
    return this;
  }

  /** Adds a file, or replaces one that this archive has by itself. */
  public TestWar file(String path, String content) {
    files.put(path, content);
    return this;
  }

  /** Lets {@link TestUsers} in over HTTP Basic. */
  public TestWar users() {
    return classes(TestUsers.class);
  }

  /** Leaves out the persistence unit and its producer. */
  public TestWar withoutUnit() {
    files.remove(PERSISTENCE);
    return withoutProducer();
  }

  /** Leaves out the line that hands the persistence unit over. */
  public TestWar withoutProducer() {
    classes.remove(UnitProducer.class);
    return this;
  }

  /** Leaves out Surety and its libraries, to see what a server does by itself. */
  public TestWar withoutSurety() {
    surety = false;
    return withoutUnit();
  }

  /** The archive, for Arquillian. */
  public WebArchive build() {
    WebArchive war = ShrinkWrap.create(WebArchive.class, name);
    war.addClasses(classes.toArray(Class<?>[]::new));
    if (classes.stream().noneMatch(Application.class::isAssignableFrom)) {
      war.addClass(RestRoot.class);
    }
    files.forEach((path, content) -> war.add(new StringAsset(content), path));
    war.add(new StringAsset(properties()), CONFIG);
    if (surety) {
      war.addAsLibraries(BuiltJar.withLibraries());
    }
    libraries.stream().map(TestWar::jarOf).forEach(war::addAsLibraries);
    return war;
  }

  /** Writes the archive under its name into a folder, for {@link WildFlyProcess}. */
  public Path writeTo(Path folder) {
    Path target = folder.resolve(name);
    build().as(ZipExporter.class).exportTo(target.toFile(), true);
    return target;
  }

  /** The context path, without slashes. */
  public String context() {
    return name.replaceFirst("\\.war$", "");
  }

  private String properties() {
    return config.entrySet().stream()
        .map(property -> property.getKey() + "=" + property.getValue().replace("\\", "\\\\"))
        .collect(Collectors.joining("\n"));
  }

  private static File jarOf(Class<?> type) {
    CodeSource source = type.getProtectionDomain().getCodeSource();
    return new File(source.getLocation().getPath());
  }
}
