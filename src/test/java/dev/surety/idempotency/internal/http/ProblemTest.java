package dev.surety.idempotency.internal.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProblemTest {

  @ParameterizedTest
  @EnumSource
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
    assertThat(new String(Problem.IN_FLIGHT.json("wait"), UTF_8))
        .isEqualTo(
            "{\"type\":\"https://surety.dev/problems/in-flight\","
                + "\"title\":\"The request with this key is still running\","
                + "\"status\":409,\"detail\":\"wait\"}");
  }

  @ParameterizedTest
  @EnumSource
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
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(Problem.values()).map(Problem::slug).toList());
  }
}
