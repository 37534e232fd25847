package dev.surety.readme;

import static org.assertj.core.api.Assertions.assertThat;

import dev.surety.testing.TestDatabase;
import java.net.URI;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The README's 60-second start, as it is written there, on both servers. */
@ExtendWith(ArquillianExtension.class)
class ReadmeIT {

  @ArquillianResource URI base;

  @Deployment(testable = false)
  static WebArchive archive() {
    return ReadmeWar.build("readme.war");
  }

  @Test
  void curlLines_getTheCreatedThenTheReplayedAnswer_andOneRow() throws Exception {
    List<String> lines = ReadmeWar.curlLines();
    HttpResponse<String> first = ReadmeWar.send(lines.get(0), base);
    HttpResponse<String> second = ReadmeWar.send(lines.get(1), base);
    assertThat(first.statusCode()).isEqualTo(201);
    assertThat(first.headers().firstValue("Idempotency-Replayed")).isEmpty();
    assertThat(second.statusCode()).isEqualTo(201);
    assertThat(second.headers().firstValue("Idempotency-Replayed")).hasValue("true");
    assertThat(second.body()).isEqualTo(first.body()).contains("coffee");
    assertThat(second.headers().firstValue("Location"))
        .isEqualTo(first.headers().firstValue("Location"))
        .isPresent();
    assertThat(orders()).isEqualTo(1);
  }

  private static long orders() throws SQLException {
    try (Connection connection = TestDatabase.shared().dataSource().getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT count(*) FROM purchase_order")) {
      rows.next();
      return rows.getLong(1);
    }
  }
}
