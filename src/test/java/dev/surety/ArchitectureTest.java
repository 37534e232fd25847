package dev.surety;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import jakarta.persistence.EntityManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Who may use whom, one rule per package, and the habits that a compiler does not hold. */
@AnalyzeClasses(packages = "dev.surety", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

  private static final Path SOURCES = Path.of("src/main/java");
  private static final int LONGEST_FILE = 260;

  /** Classes that may read the JVM's clock; rules about time ask the database. */
  private static final Set<String> CLOCK_READERS = Set.of();

  @ArchTest static final ArchRule idempotency_api = api("idempotency");
  @ArchTest static final ArchRule replay_api = api("replay");
  @ArchTest static final ArchRule signature_api = api("signature");
  @ArchTest static final ArchRule webhook_api = api("webhook");
  @ArchTest static final ArchRule keys_api = api("keys");

  @ArchTest static final ArchRule idempotency_internal = internal("idempotency");
  @ArchTest static final ArchRule replay_internal = internal("replay");
  @ArchTest static final ArchRule signature_internal = internal("signature", "replay", "keys");

  @ArchTest
  static final ArchRule webhook_internal = internal("webhook", "keys", "signature", "idempotency");

  @ArchTest static final ArchRule keys_internal = internal("keys");

  @ArchTest static final ArchRule idempotency_secrecy = usedByItselfOnly("idempotency");
  @ArchTest static final ArchRule replay_secrecy = usedByItselfOnly("replay");
  @ArchTest static final ArchRule signature_secrecy = usedByItselfOnly("signature");
  @ArchTest static final ArchRule webhook_secrecy = usedByItselfOnly("webhook");
  @ArchTest static final ArchRule keys_secrecy = usedByItselfOnly("keys");

  @ArchTest static final ArchRule core = stays("core", "dev.surety", "dev.surety.core..");

  @ArchTest static final ArchRule console = operatorSurface("console");
  @ArchTest static final ArchRule health = operatorSurface("health");

  @ArchTest
  static final ArchRule packages_haveNoCycles =
      slices().matching("dev.surety.(**)").should().beFreeOfCycles().allowEmptyShould(true);

  @ArchTest
  static final ArchRule entityManager_isUsedForNativeQueriesOnly =
      noClasses()
          .should()
          .accessTargetWhere(isCalled("find|persist|merge|remove|getReference|create(Named)?Query"))
          .because("JPQL and managed entities meet the application's persistence context");

  @ArchTest
  static final ArchRule names_sayWhatAClassDoes =
      noClasses().should().haveNameMatching(".*(Impl|Utils?|Manager|Helper)(\\$.*)?");

  @ArchTest
  static final ArchRule time_comesFromTheDatabase =
      noClasses()
          .that(DescribedPredicate.not(clockReaders()))
          .should()
          .accessTargetWhere(readsTheClock())
          .because("the JVM's clock may be wrong; only its nanoTime is steady");

  @ArchTest
  static void sourceFiles_staySmall(JavaClasses ignored) throws IOException {
    assertThat(sources().filter(file -> lines(file) > LONGEST_FILE))
        .as("files of more than %d lines", LONGEST_FILE)
        .isEmpty();
  }

  @ArchTest
  static void packages_areNullMarked(JavaClasses ignored) throws IOException {
    assertThat(sources().map(Path::getParent).distinct().filter(folder -> !isNullMarked(folder)))
        .as("packages without @NullMarked")
        .isEmpty();
  }

  /** A part's API names the JDK, annotations, the root package and itself. */
  private static ArchRule api(String part) {
    return classes()
        .that()
        .resideInAPackage("dev.surety." + part)
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "java..",
            "javax.crypto..",
            "jakarta..",
            "org.jspecify..",
            "dev.surety",
            "dev.surety." + part)
        .allowEmptyShould(true);
  }

  /** A part's machinery names its own part, the core, and the APIs of the parts below it. */
  private static ArchRule internal(String part, String... below) {
    List<String> own = List.of("dev.surety", "dev.surety.core..", "dev.surety." + part + "..");
    Stream<String> apis = Stream.of(below).map(name -> "dev.surety." + name);
    return stays(part + ".internal", Stream.concat(own.stream(), apis).toArray(String[]::new));
  }

  private static ArchRule usedByItselfOnly(String part) {
    return classes()
        .that()
        .resideInAPackage("dev.surety." + part + ".internal..")
        .should()
        .onlyHaveDependentClassesThat()
        .resideInAPackage("dev.surety." + part + "..")
        .allowEmptyShould(true);
  }

  /** What operators look at is built on what users have, so that it shows nothing else. */
  private static ArchRule operatorSurface(String name) {
    return stays(
        name,
        "dev.surety",
        "dev.surety.idempotency",
        "dev.surety.replay",
        "dev.surety.signature",
        "dev.surety.webhook",
        "dev.surety.keys",
        "dev.surety." + name + "..");
  }

  /** Of this library's packages, only the listed ones are named. */
  private static ArchRule stays(String name, String... packages) {
    return noClasses()
        .that()
        .resideInAPackage("dev.surety." + name + "..")
        .should()
        .dependOnClassesThat(
            resideInAPackage("dev.surety..")
                .and(DescribedPredicate.not(resideInAnyPackage(packages))))
        .allowEmptyShould(true);
  }

  private static DescribedPredicate<JavaClass> clockReaders() {
    return DescribedPredicate.describe(
        "may read the clock", type -> CLOCK_READERS.contains(type.getName()));
  }

  // accesses, not calls: a method reference counts as well
  private static DescribedPredicate<JavaAccess<?>> readsTheClock() {
    String readers =
        "java\\.time\\.\\w+\\.(now|system\\w*)\\(.*\\)"
            + "|java\\.util\\.Date\\.<init>\\(\\)"
            + "|java\\.lang\\.System\\.currentTimeMillis\\(\\)";
    return DescribedPredicate.describe(
        "the JVM's clock is read", access -> access.getTarget().getFullName().matches(readers));
  }

  private static DescribedPredicate<JavaAccess<?>> isCalled(String names) {
    return DescribedPredicate.describe(
        "EntityManager." + names,
        access ->
            access.getTargetOwner().isAssignableTo(EntityManager.class)
                && access.getTarget().getName().matches(names));
  }

  private static Stream<Path> sources() throws IOException {
    return Files.walk(SOURCES).filter(file -> file.toString().endsWith(".java"));
  }

  private static boolean isNullMarked(Path folder) {
    Path declaration = folder.resolve("package-info.java");
    return Files.exists(declaration) && text(declaration).contains("@NullMarked");
  }

  private static long lines(Path file) {
    return text(file).lines().count();
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
