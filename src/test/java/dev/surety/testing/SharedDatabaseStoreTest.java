package dev.surety.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** Proves that a lane that asked for a kind of database runs on that kind. */
class SharedDatabaseStoreTest {

  @Test
  void sharedDatabase_isPostgresOfTheKindAskedFor() throws SQLException {
    TestDatabase database = TestDatabase.shared();
    String kind = database.kind().name().toLowerCase(Locale.ROOT);
    assertThat(kind).isEqualTo(System.getProperty("db", kind));
    try (Connection connection = database.dataSource().getConnection()) {
      assertThat(connection.getMetaData().getDatabaseProductName()).isEqualTo("PostgreSQL");
    }
  }
}
