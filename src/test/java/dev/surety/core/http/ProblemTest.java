package dev.surety.core.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ProblemTest {

  /** Every problem of every part. */
  static Stream<Problem> problems() {
    return new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.surety")
            .stream()
            .filter(type -> type.isEnum() && type.isAssignableTo(Problem.class))
            .flatMap(type -> Stream.of(type.reflect().getEnumConstants()))
            .map(Problem.class::cast);
  }

  @ParameterizedTest
  @MethodSource("problems")
  void json_isTheProblemDocument(Problem problem) throws IOException {
    byte[] bytes = problem.json("say \"it\"\n\u20ac");
    JsonNode json = new ObjectMapper().readTree(bytes);
    assertThat(json.get("type").asText())
        .isEqualTo("https://surety.dev/problems/" + problem.slug())
        .isEqualTo(problem.type());
    assertThat(json.get("title").asText()).isEqualTo(problem.title());
    assertThat(json.get("status").asInt()).isEqualTo(problem.status());
    assertThat(json.get("detail").asText()).isEqualTo("say \"it\"\n\u20ac");
    assertThat(json.size()).isEqualTo(4);
  }

  @Test
  void json_isCompact() {
    assertThat(new String(CommonProblem.BODY_TOO_LARGE.json("less"), UTF_8))
        .isEqualTo(
            "{\"type\":\"https://surety.dev/problems/request-body-too-large\","
                + "\"title\":\"The request body is too large\","
                + "\"status\":413,\"detail\":\"less\"}");
  }

  @ParameterizedTest
  @MethodSource("problems")
  void everyProblem_isDocumentedWithItsStatusAndWhatToDo(Problem problem) throws IOException {
    String page = Files.readString(Path.of("docs/problems.md"));
    Matcher section =
        Pattern.compile(
                "^## " + problem.slug() + "\n(.*?)(?=^## |\\z)", Pattern.MULTILINE | Pattern.DOTALL)
            .matcher(page);
    assertThat(section.find()).as("a section for " + problem.slug()).isTrue();
    assertThat(section.group(1)).startsWith(problem.status() + ".").containsIgnoringCase("key");
    assertThat(page)
        .contains(
            "| [" + problem.slug() + "](#" + problem.slug() + ") | " + problem.status() + " |");
  }

  @Test
  void everyDocumentedProblem_exists() throws IOException {
    assertThat(
            Files.readAllLines(Path.of("docs/problems.md")).stream()
                .filter(line -> line.startsWith("## "))
                .map(line -> line.substring(3)))
        .containsExactlyInAnyOrderElementsOf(problems().map(Problem::slug).toList());
  }
}
