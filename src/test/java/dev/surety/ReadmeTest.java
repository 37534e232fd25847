package dev.surety;

import static org.assertj.core.api.Assertions.assertThat;

import dev.surety.core.CoreSettings;
import dev.surety.core.Setting;
import dev.surety.demo.Welcome;
import dev.surety.idempotency.internal.IdempotencySettings;
import dev.surety.keys.internal.KeySettings;
import dev.surety.readme.Markdown;
import dev.surety.readme.Snippets;
import dev.surety.replay.internal.ReplaySettings;
import dev.surety.signature.internal.SignatureSettings;
import dev.surety.webhook.internal.RetrySettings;
import dev.surety.webhook.internal.WebhookSettings;
import dev.surety.webhook.internal.endpoint.BreakerSettings;
import dev.surety.webhook.internal.endpoint.EndpointSettings;
import dev.surety.webhook.internal.receive.ReceiverSettings;
import dev.surety.webhook.internal.send.SendSettings;
import dev.surety.webhook.internal.send.WireSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The README and the pages it leads to say what is so. */
class ReadmeTest {

  private static final String README = "README.md";

  private final Markdown readme = Markdown.read(README);

  @Test
  void configurationTable_isEqualToTheSettings() {
    List<List<String>> documented =
        readme.section("Configuration").rows().stream()
            .skip(1)
            .map(row -> row.subList(0, 3))
            .toList();
    List<List<String>> settings =
        Stream.of(
                CoreSettings.ALL,
                IdempotencySettings.ALL,
                ReplaySettings.ALL,
                SignatureSettings.ALL,
                KeySettings.ALL,
                WebhookSettings.ALL,
                RetrySettings.ALL,
                BreakerSettings.ALL,
                EndpointSettings.ALL,
                SendSettings.ALL,
                WireSettings.ALL,
                ReceiverSettings.ALL)
            .flatMap(List::stream)
            .map(ReadmeTest::documented)
            .toList();
    assertThat(documented).isEqualTo(settings);
  }

  @Test
  void configurationTable_tellsWhatEachSettingMeans() {
    assertThat(readme.section("Configuration").rows())
        .allSatisfy(row -> assertThat(row).hasSize(4).last().asString().isNotBlank());
  }

  @ParameterizedTest
  @ValueSource(strings = {"Try it", "Test it"})
  void setUpSections_startWithOneCommandAlone(String heading) {
    String first = readme.section(heading).blocks("sh").get(0);
    assertThat(first.lines()).hasSize(1);
    assertThat(first).startsWith("./mvnw ").endsWith("\n");
  }

  @Test
  void testCommand_isTheOneThatCiRuns() throws IOException {
    String goals = readme.section("Test it").blocks("sh").get(0).replaceFirst("^.* ", "").strip();
    assertThat(Files.readAllLines(Path.of(".ci/run")))
        .anySatisfy(line -> assertThat(line).startsWith("\"$maven\" ").endsWith(" " + goals));
  }

  @Test
  void shellLinesOfTheDemo_areTheOnesItPrints() {
    List<String> printed =
        Welcome.text(URI.create("http://localhost:8080/shop/"))
            .lines()
            .map(String::strip)
            .filter(line -> line.startsWith("curl ") || line.startsWith("sh "))
            .toList();
    List<String> documented =
        readme.section("Try it").blocks("sh").stream().skip(1).flatMap(String::lines).toList();
    assertThat(documented).isEqualTo(printed);
  }

  @Test
  void testedVersions_areThoseOfTheBuild() throws IOException {
    String pom = Files.readString(Path.of("pom.xml"));
    List<List<String>> tested = readme.section("Tested with").rows();
    assertThat(tested.get(1).get(1)).startsWith(property(pom, "wildfly.version") + " on Java");
    assertThat(tested.get(2).get(1)).startsWith(property(pom, "payara.version") + " on Java");
    assertThat(property(pom, "postgres-binaries.version"))
        .isEqualTo(tested.get(3).get(1).replace(", embedded", ".0"));
    assertThat(Files.readString(Path.of(".ci/run")))
        .contains("docker-lane/run " + tested.get(4).get(1).replace(", in a container", ".0 "));
  }

  @Test
  void versionToDependOn_isThatOfTheBuild() throws IOException {
    String pom = Files.readString(Path.of("pom.xml"));
    String version = "<version>" + property(pom, "version") + "</version>";
    assertThat(readme.section("60-second start").blocks("xml").get(0)).contains(version);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        README,
        "CHANGELOG.md",
        "docs/idempotency.md",
        "docs/replay.md",
        "docs/keys.md",
        "docs/signature.md",
        "docs/webhooks.md",
        "docs/problems.md"
      })
  void localLinks_leadSomewhere(String page) {
    Markdown markdown = Markdown.read(page);
    assertThat(markdown.localLinks())
        .allSatisfy(
            link -> {
              String[] parts = link.split("#", 2);
              Path file = parts[0].isEmpty() ? Path.of(page) : sibling(page, parts[0]);
              assertThat(file).exists();
              if (parts.length == 2) {
                assertThat(Markdown.read(file.toString()).anchors()).contains(parts[1]);
              }
            });
  }

  @Test
  void javaBlocks_compile(@TempDir Path classes) {
    assertThat(Snippets.compile(readme.blocks("java"), classes)).isEmpty();
  }

  private static List<String> documented(Setting<?> setting) {
    return List.of(setting.key(), setting.fallback(), setting.expects());
  }

  private static Path sibling(String page, String link) {
    return Path.of(page).resolveSibling(link).normalize();
  }

  private static String property(String pom, String name) {
    String start = "<" + name + ">";
    return pom.substring(pom.indexOf(start) + start.length(), pom.indexOf("</" + name + ">"));
  }
}
