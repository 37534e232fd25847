package dev.surety.idempotency.shop;

import dev.surety.testing.TestDatabase;
import dev.surety.testing.TestUsers;
import dev.surety.testing.TestWar;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.UUID;

/** The deployed shop as its clients see it, and the effects it had. */
public final class Shop {

  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final URI base;

  /**
   * @param base where the archive is deployed
   */
  public Shop(URI base) {
    this.base = base;
  }

  /** The archive; creates the tables it writes to. */
  public static TestWar war(String name) {
    createTables();
    return TestWar.named(name)
        .users()
        .config(Map.of("surety.idempotency.stored-headers", "X-Kept"))
        .config(Map.of("surety.idempotency.max-answer", "50000"))
        .config(Map.of("surety.idempotency.max-body", "10000"))
        .classes(
            Effects.class,
            Work.class,
            Gate.class,
            MappedException.class,
            Unwritable.class,
            ExactlyOnceShop.class,
            AtLeastOnceShop.class,
            OpenShop.class);
  }

  /** A name no other test uses, for keys and effects. */
  public static String unique() {
    return UUID.randomUUID().toString();
  }

  /** A request of alice's with a key, to be changed and sent. */
  public HttpRequest.Builder request(String path, String key, String body) {
    return HttpRequest.newBuilder(base.resolve("api/" + path))
        .POST(HttpRequest.BodyPublishers.ofString(body))
        .header("Content-Type", "text/plain")
        .header("Authorization", TestUsers.basic("alice"))
        .header("Idempotency-Key", key);
  }

  /** Sends a POST of alice's. */
  public HttpResponse<String> post(String path, String key, String body) {
    return send(request(path, key, body));
  }

  public HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return CLIENT.send(
          request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** How many effects of that name were committed. */
  public static long effects(String name) {
    return count("SELECT count(*) FROM effects WHERE name = ?", name);
  }

  static long count(String sql, String parameter) {
    try (Connection connection = TestDatabase.shared().dataSource().getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, parameter);
      try (ResultSet rows = statement.executeQuery()) {
        rows.next();
        return rows.getLong(1);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void createTables() {
    try (Connection connection = TestDatabase.shared().dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE IF NOT EXISTS effects (name text NOT NULL)");
      statement.execute("CREATE TABLE IF NOT EXISTS nobody (id integer PRIMARY KEY)");
      statement.execute(
          "CREATE TABLE IF NOT EXISTS refused_effects (name text NOT NULL,"
              + " never integer DEFAULT 0 REFERENCES nobody (id) DEFERRABLE INITIALLY DEFERRED)");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
