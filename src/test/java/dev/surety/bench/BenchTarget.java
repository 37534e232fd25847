package dev.surety.bench;

import dev.surety.testing.TestDatabase;
import dev.surety.testing.TestWar;
import dev.surety.testing.WildFlyProcess;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.stream.Stream;

/** A server under load, and its database. */
record BenchTarget(TestDatabase database, WildFlyProcess server) implements AutoCloseable {

  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  /** With both compilers, which tests do without. */
  static BenchTarget start(TestDatabase database, String name, TestWar war, String... options) {
    String[] all =
        Stream.concat(Stream.of("-XX:TieredStopAtLevel=4", "-Xmx1g"), Stream.of(options))
            .toArray(String[]::new);
    return new BenchTarget(database, WildFlyProcess.start(name, war, all));
  }

  URI uri(String path) {
    return server.uri(path);
  }

  /** What the server answers under the path. */
  String get(URI path) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(uri(path.toString())).build();
    HttpResponse<String> response = CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() / 100 != 2) {
      throw new IllegalStateException(path + ": " + response.statusCode() + server.endOfLog());
    }
    return response.body();
  }

  void execute(String sql) throws SQLException {
    try (Connection connection = database.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  long number(String sql) throws SQLException {
    try (Connection connection = database.dataSource().getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
