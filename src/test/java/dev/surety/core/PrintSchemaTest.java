package dev.surety.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.surety.SuretyException;
import dev.surety.idempotency.internal.IdempotencyPart;
import dev.surety.keys.internal.KeysPart;
import dev.surety.replay.internal.ReplayPart;
import dev.surety.testing.MapConfig;
import dev.surety.webhook.internal.WebhookPart;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PrintSchemaTest {

  private static final Path SCHEMA = Path.of("src/main/resources/META-INF/surety/schema");

  @Test
  void defaultNames_printTheFilesAsTheyAre() throws IOException {
    String files =
        Files.readString(SCHEMA.resolve("core.sql"))
            + "\n"
            + Files.readString(SCHEMA.resolve("idempotency.sql"))
            + "\n"
            + Files.readString(SCHEMA.resolve("replay.sql"))
            + "\n"
            + Files.readString(SCHEMA.resolve("keys.sql"))
            + "\n"
            + Files.readString(SCHEMA.resolve("webhook.sql"));
    assertThat(PrintSchema.script(new Properties())).isEqualTo(files);
  }

  @Test
  void everySchemaFile_isPrinted() throws IOException {
    try (Stream<Path> files = Files.list(SCHEMA)) {
      List<String> parts =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> name.endsWith(".sql"))
              .map(name -> name.replace(".sql", ""))
              .toList();
      assertThat(PrintSchema.parts())
          .extracting(PartSchema::part)
          .containsExactlyInAnyOrderElementsOf(
              parts.stream().filter(part -> !part.equals("core")).toList());
    }
  }

  @Test
  void settings_nameTheTablesThatTheyNameInTheApplication() {
    Map<String, String> custom = new HashMap<>();
    Map<String, String> settings = new HashMap<>();
    PrintSchema.parts().forEach(part -> settings.putAll(part.settings()));
    settings.forEach((table, key) -> custom.put(key, "my_" + table));
    Map<String, String> tables = new HashMap<>(new IdempotencyPart().tables(new MapConfig(custom)));
    tables.putAll(new ReplayPart().tables(new MapConfig(custom)));
    tables.putAll(new KeysPart().tables(new MapConfig(custom)));
    tables.putAll(new WebhookPart().tables(new MapConfig(custom)));
    assertThat(tables.keySet()).isEqualTo(settings.keySet());
    assertThat(tables).allSatisfy((table, name) -> assertThat(name).isEqualTo("my_" + table));
  }

  @Test
  void furtherStores_arePrintedUnderTheNamesThatTheyHaveInTheApplication() {
    Map<String, String> config =
        Map.of(
            "surety.replay.stores", "partners, feeds", "surety.replay.feeds.table", "feed_nonces");
    Properties settings = new Properties();
    settings.putAll(config);
    List<Map<String, String>> sets = new ReplayPart().furtherTables(new MapConfig(config));
    assertThat(sets)
        .containsExactly(
            Map.of(
                "surety_replay",
                "surety_replay_partners",
                "surety_replay_key",
                "surety_replay_partners_key"),
            Map.of("surety_replay", "feed_nonces", "surety_replay_key", "surety_replay_feeds_key"));
    String script = PrintSchema.script(settings);
    sets.forEach(
        set ->
            set.values()
                .forEach(
                    table ->
                        assertThat(script)
                            .contains("CREATE TABLE IF NOT EXISTS \"" + table + "\" (")));
  }

  @Test
  void configuredNames_standInThePrintedScript() {
    PrintStream out = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setProperty("surety.schema", "billing");
    System.setProperty("surety.idempotency.table", "keys");
    try {
      System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
      PrintSchema.main(new String[0]);
    } finally {
      System.setOut(out);
      System.clearProperty("surety.schema");
      System.clearProperty("surety.idempotency.table");
    }
    assertThat(printed.toString(StandardCharsets.UTF_8))
        .contains("CREATE TABLE IF NOT EXISTS \"billing\".\"keys\" (")
        .contains("CREATE INDEX IF NOT EXISTS \"keys_sweep\" ON \"billing\".\"keys\"")
        .contains("CREATE TABLE IF NOT EXISTS \"billing\".\"surety_idempotency_usage\"")
        .doesNotContain("\"surety_idempotency\"");
  }

  @Test
  void nameThatIsNotPlain_isRefused() {
    Properties settings = new Properties();
    settings.setProperty("surety.idempotency.table", "Keys");
    assertThatThrownBy(() -> PrintSchema.script(settings))
        .isInstanceOf(SuretyException.class)
        .hasMessageContaining("'Keys'");
  }
}
