package dev.surety.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.surety.testing.LocalUnit;
import dev.surety.testing.TestDatabase;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.netcrusher.core.reactor.NioReactor;
import org.netcrusher.tcp.TcpCrusher;
import org.netcrusher.tcp.TcpCrusherBuilder;

/** Connections on which nothing arrives any more, although nobody has closed them. */
@Timeout(30)
class WatchdogStoreTest {

  private static final Duration DEADLINE = Duration.ofMillis(300);

  private NioReactor reactor;
  private TcpCrusher network;
  private LocalUnit unit;

  @BeforeEach
  void connect() throws IOException {
    TestDatabase database = TestDatabase.shared();
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    reactor = new NioReactor();
    network =
        TcpCrusherBuilder.builder()
            .withReactor(reactor)
            .withBindAddress("127.0.0.1", port)
            .withConnectAddress(database.host(), database.port())
            .buildAndOpen();
    unit = new LocalUnit(database.through(port));
  }

  @AfterEach
  void disconnect() {
    unit.close();
    network.close();
    reactor.close();
  }

  @Test
  void ownTransactionOnASilentConnection_endsInTime() {
    TableNames names = new TableNames("", Map.of("surety_schema", "surety_schema"));
    OwnTransactions transactions =
        new OwnTransactions(
            unit.transactions(),
            unit.database(),
            unit.watchdog(),
            new DatabaseClock(),
            new SqlFile("core", names),
            DEADLINE);
    long start = System.nanoTime();
    assertThatThrownBy(
            () ->
                transactions.run(
                    () -> {
                      network.freeze();
                      return unit.database().query("SELECT 1, 1");
                    }))
        .satisfies(failure -> assertThat(Fault.of(failure)).isEqualTo(Fault.UNAVAILABLE));
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
  }

  @Test
  void statementInTheCallersTransaction_onASilentConnection_endsInTime() {
    long start = System.nanoTime();
    assertThatThrownBy(
            () ->
                unit.transactions()
                    .own(
                        () -> {
                          unit.database().query("SELECT 1, 1");
                          network.freeze();
                          return unit.database().directWithin(DEADLINE, "SELECT 1, 1");
                        }))
        .satisfies(failure -> assertThat(Fault.of(failure)).isEqualTo(Fault.UNAVAILABLE));
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
  }

  @Test
  void workThatIsUnderWayWhenTheApplicationEnds_isStillEnded() {
    assertThatThrownBy(
            () ->
                unit.transactions()
                    .own(
                        () -> {
                          unit.database().query("SELECT 1, 1");
                          network.freeze();
                          CompletableFuture<Void> unused =
                              CompletableFuture.runAsync(
                                  unit.watchdog()::close,
                                  CompletableFuture.delayedExecutor(50, TimeUnit.MILLISECONDS));
                          return unit.database().directWithin(DEADLINE, "SELECT 1, 1");
                        }))
        .satisfies(failure -> assertThat(Fault.of(failure)).isEqualTo(Fault.UNAVAILABLE));
  }

  @Test
  void workThatEndsInTime_keepsItsConnection() throws InterruptedException {
    try (Watchdog.Watch watch = unit.watchdog().watch(Duration.ofMillis(100))) {
      String first = unit.transactions().own(() -> backend(watch));
      watch.close();
      Thread.sleep(600);
      assertThat(unit.transactions().own(() -> backend(watch))).isEqualTo(first);
    }
  }

  private String backend(Watchdog.Watch watch) {
    Opening opening = new Opening("SELECT 1, 1", List.of(), watch, new DatabaseClock());
    return unit.database()
        .opened(opening, () -> unit.database().direct("SELECT pg_backend_pid()"))
        .get(0)
        .text(0);
  }
}
