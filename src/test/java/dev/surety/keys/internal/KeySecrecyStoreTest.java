package dev.surety.keys.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.surety.keys.KeyRings;
import dev.surety.keys.KeyState;
import dev.surety.keys.Ring;
import dev.surety.keys.Secret;
import dev.surety.testing.RecordedLog;
import dev.surety.testing.TestDatabase;
import java.io.ByteArrayOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** No secret is where somebody could read it, in whatever encoding. */
class KeySecrecyStoreTest {

  private final Ring ring = Ring.token("ring-" + UUID.randomUUID());
  private final List<Secret> secrets = new ArrayList<>();
  private final List<Object> answers = new ArrayList<>();
  private final List<Throwable> failures = new ArrayList<>();
  private final RecordedLog log = new RecordedLog();
  private KeysFixture fixture;

  @BeforeEach
  void useEverything() {
    fixture = new KeysFixture(TestDatabase.shared());
    try (StoredKeys keys = fixture.instance("shop", Map.of())) {
      KeyRings rings = KeysFixture.rings(keys);
      failures.add(catchThrowable(() -> rings.rotate(ring, "k0", secret())));
      answers.add(rings.seed(ring, "k1", secret()));
      answers.add(rings.seed(ring, "k1", secret()));
      answers.add(rings.rotate(ring, "k1", secret()));
      answers.add(rings.rotate(ring, "k2", secret()));
      answers.add(rings.rotate(ring, "k3", secret()));
      answers.add(rings.prepare(ring, "k4", secret()));
      answers.add(rings.activate(ring, "k4", Duration.ofHours(1), true));
      answers.add(rings.retire(ring, "k1"));
      answers.add(rings.destroy(ring, "k1"));
      answers.add(keys.tokens().sign(ring, "m"));
      answers.add(keys.tokens().verify(ring, "m", keys.tokens().sign(ring, "m")));
      failures.add(catchThrowable(() -> rings.seed(Ring.webhook(ring.name()), "k9", secret())));
      failures.add(catchThrowable(() -> rings.seed(ring, "k 9", secret())));
      fixture.execute("ALTER TABLE surety_key ADD CONSTRAINT odd CHECK (kid <> 'k9')");
      failures.add(catchThrowable(() -> rings.rotate(ring, "k9", secret(), Duration.ZERO, true)));
      answers.addAll(rings.list(ring));
      answers.addAll(rings.audit(ring));
      answers.addAll(commands(keys));
      keys.noteUse();
    }
  }

  @AfterEach
  void close() {
    log.close();
    fixture.close();
  }

  @Test
  void exceptions_tellNoSecret() {
    assertThat(failures).doesNotContainNull().hasSize(4);
    for (Throwable failure : failures) {
      StringWriter text = new StringWriter();
      failure.printStackTrace(new PrintWriter(text));
      assertHasNoSecret("an exception", text.toString());
    }
  }

  @Test
  void logs_tellNoSecret_alsoWhereTheDatabaseHoldsThemAsPlaintext() {
    try (StoredKeys plain = fixture.open("plain", Map.of("surety.keys.plaintext", "true"), true)) {
      KeysFixture.rings(plain).seed(ring, "k1", secret());
      assertThat(plain.tokens().verify(ring, "m", plain.tokens().sign(ring, "m")).isValid())
          .isTrue();
    }
    String logged = String.join("\n", log.texts());
    assertThat(logged).as("something is logged").contains("stored as plaintext");
    assertHasNoSecret("the log", logged);
  }

  @Test
  void whatCallersGet_holdsNoSecret() throws ReflectiveOperationException {
    assertThat(answers).hasSizeGreaterThan(15);
    for (Object answer : answers) {
      assertHasNoSecret("toString of " + answer.getClass(), answer.toString());
    }
    for (Object answer : answers) {
      if (answer.getClass().getPackageName().equals("dev.surety.keys")) {
        StringBuilder text = new StringBuilder();
        collect(answer, text);
        assertHasNoSecret("a record " + answer.getClass(), text.toString());
      }
    }
  }

  @Test
  void everyTable_readAsText_holdsNoSecret() throws SQLException {
    try (Connection connection = fixture.connection();
        Statement statement = connection.createStatement()) {
      for (String table : tables(statement)) {
        try (ResultSet rows = statement.executeQuery("SELECT t::text FROM " + table + " t")) {
          while (rows.next()) {
            assertHasNoSecret(table, rows.getString(1));
          }
        }
      }
    }
  }

  @Test
  @EnabledIf("isEmbedded")
  void everyTableAndIndex_readAsBytes_holdsNoSecret() throws SQLException {
    try (Connection connection = fixture.connection();
        Statement statement = connection.createStatement()) {
      statement.execute("CHECKPOINT");
      List<String> files = new ArrayList<>();
      try (ResultSet rows =
          statement.executeQuery(
              "SELECT pg_relation_filepath(c.oid) FROM pg_class c"
                  + " WHERE c.relname LIKE 'surety_key%' AND c.relkind IN ('r', 'i')"
                  + " AND c.relnamespace = current_schema()::regnamespace")) {
        while (rows.next()) {
          files.add(rows.getString(1));
        }
      }
      assertThat(files).hasSize(8);
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      for (String file : files) {
        try (ResultSet rows =
            statement.executeQuery("SELECT pg_read_binary_file('" + file + "')")) {
          rows.next();
          all.writeBytes(rows.getBytes(1));
        }
      }
      String bytes = new String(all.toByteArray(), StandardCharsets.ISO_8859_1);
      assertThat(bytes).as("the rows are in what is searched").contains(ring.name());
      assertHasNoSecret("the files", bytes);
    }
  }

  @Test
  void search_findsWhatIsStoredAsPlaintext() throws SQLException {
    try (StoredKeys plain = fixture.open("plain", Map.of("surety.keys.plaintext", "true"), true)) {
      Secret secret = secret();
      KeysFixture.rings(plain).seed(Ring.token("plain"), "k1", secret);
      String row = fixture.text("SELECT t::text FROM surety_key t WHERE application = 'plain'");
      assertThat(encodings(secret).stream().anyMatch(row::contains)).isTrue();
    }
  }

  static boolean isEmbedded() {
    return TestDatabase.shared().kind() == TestDatabase.Kind.EMBEDDED;
  }

  private static List<Object> commands(StoredKeys keys) {
    Secret secret = KeysFixture.secret();
    Ring other = Ring.token("other");
    Sealed sealed = keys.seal(other, "k", secret);
    return List.of(
        new Command.Seed(other, "who", "k", secret, sealed),
        new Command.Rotate(other, "who", "k", secret, sealed, Duration.ZERO, false),
        sealed,
        new HmacKey(secret.bytes(), new byte[0]),
        CachedKey.usable("k", KeyState.ACTIVE, null, secret.bytes()));
  }

  private static List<String> tables(Statement statement) throws SQLException {
    List<String> tables = new ArrayList<>();
    try (ResultSet rows =
        statement.executeQuery(
            "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()")) {
      while (rows.next()) {
        tables.add(rows.getString(1));
      }
    }
    assertThat(tables).contains("surety_key", "surety_key_ring", "surety_key_audit");
    return tables;
  }

  /** Every value that can be got from a record. */
  private static void collect(Object value, StringBuilder text)
      throws ReflectiveOperationException {
    if (value instanceof byte[] bytes) {
      text.append(HexFormat.of().formatHex(bytes));
    } else if (value instanceof Optional<?> optional && optional.isPresent()) {
      collect(optional.get(), text);
    } else if (value instanceof Collection<?> all) {
      for (Object one : all) {
        collect(one, text);
      }
    } else if (value instanceof Record) {
      for (RecordComponent component : value.getClass().getRecordComponents()) {
        Object part = component.getAccessor().invoke(value);
        if (part != null) {
          collect(part, text);
        }
      }
    } else {
      assertThat(value).isNotInstanceOf(Secret.class);
      text.append(value).append('\n');
    }
  }

  private Secret secret() {
    Secret secret = KeysFixture.secret();
    secrets.add(secret);
    return secret;
  }

  private void assertHasNoSecret(String where, String text) {
    for (Secret secret : secrets) {
      for (String encoding : encodings(secret)) {
        assertThat(text.contains(encoding)).as("a secret in " + where).isFalse();
      }
    }
  }

  /** Whole, and the beginning, which is enough to notice a cut one. */
  private static List<String> encodings(Secret secret) {
    byte[] bytes = secret.bytes();
    String hex = HexFormat.of().formatHex(bytes, 0, 16);
    String base64 = Base64.getEncoder().encodeToString(bytes).substring(0, 20);
    return List.of(
        hex,
        hex.toUpperCase(Locale.ROOT),
        base64,
        base64.replace('+', '-').replace('/', '_'),
        new String(bytes, 0, 16, StandardCharsets.ISO_8859_1),
        Arrays.toString(bytes).substring(1, 40));
  }
}
