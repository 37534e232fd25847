package dev.surety.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.surety.testing.TestDatabase;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DriverRowsStoreTest {

  private final DriverRows rows = new DriverRows();
  private Connection connection;
  private Statement statement;
  private ResultSet found;

  @BeforeEach
  void select() throws SQLException {
    connection = TestDatabase.shared().dataSource().getConnection();
    statement = connection.createStatement();
    found = statement.executeQuery("SELECT 1");
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
  }

  @Test
  void driversOwn_isGivenBack() throws SQLException {
    assertThat(rows.behind(found, connection)).isSameAs(found);
  }

  @Test
  void wrapper_isPassed() throws SQLException {
    ResultSet wrapper = wrapper(true);
    assertThat(rows.behind(wrapper, connection)).isSameAs(found);
    assertThat(rows.behind(wrapper, connection)).isSameAs(found);
  }

  /** A pool may keep its driver's objects to itself. */
  @Test
  void wrapperThatHidesTheDriver_isUsed() throws SQLException {
    ResultSet wrapper = wrapper(false);
    assertThat(rows.behind(wrapper, connection)).isSameAs(wrapper);
  }

  private ResultSet wrapper(boolean opens) {
    return (ResultSet)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {ResultSet.class},
            (self, method, arguments) ->
                switch (method.getName()) {
                  case "isWrapperFor" -> opens && ((Class<?>) arguments[0]).isInstance(found);
                  case "unwrap" -> ((Class<?>) arguments[0]).cast(found);
                  default -> method.invoke(found, arguments);
                });
  }
}
