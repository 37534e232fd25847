package dev.surety.signature.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.surety.readme.Markdown;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whoever is refused finds the code in the documentation. */
class DocumentedCodesTest {

  private static final String PROBLEMS =
      String.join("\n", Markdown.read("README.md").section("Troubleshooting").lines());
  private static final String STEPS =
      String.join("\n", Markdown.read("docs/signature.md").section("Steps").lines());

  @ParameterizedTest
  @EnumSource(Code.class)
  void code_isInTheStepsAndInTroubleshooting(Code code) {
    String name = code.name().toLowerCase(Locale.ROOT);
    assertThat(PROBLEMS).containsPattern("`(request_)?" + name + "`");
    assertThat(STEPS).contains("`" + name + "`");
  }

  @ParameterizedTest
  @EnumSource(Code.class)
  void step_isTheOneThatTheTableSays(Code code) {
    String name = code.name().toLowerCase(Locale.ROOT);
    assertThat(Markdown.read("docs/signature.md").section("Steps").rows())
        .filteredOn(row -> row.get(0).split(", ")[0].equals(code.step()))
        .anySatisfy(row -> assertThat(row.get(2)).contains(name));
  }
}
