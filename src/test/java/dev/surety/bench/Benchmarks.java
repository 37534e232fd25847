package dev.surety.bench;

import dev.surety.testing.TestDatabase;
import dev.surety.testing.TestWar;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Measures Surety inside WildFly against plain JDBC on the same DataSource, durable commits on.
 *
 * <p>Both sides of a ratio run in turn, five rounds each, there and back; the median of the rounds
 * counts.
 */
public final class Benchmarks {

  static final int CALLERS = 64;
  static final int ROUNDS = Integer.getInteger("bench.rounds", 5);
  private static final int WARM_UP = Integer.getInteger("bench.warm-up", 8);

  /** A side runs twice as long in each round. */
  static final long MILLIS = Long.getLong("bench.millis", 2500);

  private static final List<String> ONLY =
      List.of(
          System.getProperty("bench.only", "replay,reserve,post,nonces,verify,tokens,webhooks")
              .split(","));
  private static final String BODY = "{\"text\":\"" + "x".repeat(489) + "\"}";

  private final BenchTarget target;
  private final Figures figures;

  interface Side {
    double perSecond() throws Exception;
  }

  /**
   * The medians of both sides' rates, and of what one was to the other in each round: a machine
   * that is slow for a minute is so for both.
   */
  record Sides(double one, double other, double ratio) {}

  private Benchmarks(BenchTarget target, Figures figures) {
    this.target = target;
    this.figures = figures;
  }

  public static void main(String[] arguments) throws Exception {
    System.setProperty("db", "embedded");
    System.setProperty("db.durable", "true");
    Figures figures = new Figures();
    try (TestDatabase database = TestDatabase.shared()) {
      assertDurable(database);
      if (ONLY.stream().anyMatch(name -> !name.startsWith("webhooks"))) {
        try (BenchTarget target = BenchTarget.start(database, "bench", war())) {
          target.execute("CREATE TABLE bench_order (id uuid PRIMARY KEY, body text NOT NULL)");
          new Benchmarks(target, figures).run();
        }
      }
      if (ONLY.stream().anyMatch(name -> name.startsWith("webhooks"))) {
        new WebhookLines(database, figures).run();
      }
      figures.write(Path.of("target/bench.json"));
    }
    System.exit(0);
  }

  /** Whether a part was asked for, by its name or with the whole. */
  static boolean isWanted(String whole, String part) {
    return ONLY.contains(whole) || ONLY.contains(whole + "." + part);
  }

  private static TestWar war() {
    return TestWar.named("bench.war")
        .classes(
            BenchOrders.class,
            BenchService.class,
            BenchKeys.class,
            BenchNonces.class,
            BenchTokens.class,
            ClosedLoop.class)
        .config(config());
  }

  private static Map<String, String> config() {
    Map<String, String> config = new HashMap<>();
    config.put("surety.keys.encryption-key", "MDEyMzQ1Njc4OWFiY2RlZmdoaWprbG1ub3BxcnN0dXY=");
    // What a delivering instance writes every ten seconds is none of a replay's.
    config.put("surety.webhook.worker", "false");
    config.put("surety.idempotency.anonymous", "allow");
    config.put("surety.idempotency.max-rows", "1000000000");
    config.put("surety.idempotency.max-bytes", "1000000000000");
    config.put("surety.replay.stores", "large");
    for (String store : List.of("", "large.")) {
      config.put("surety.replay." + store + "cap", "1000000000");
      config.put("surety.replay." + store + "global-cap", "1000000000");
      config.put("surety.replay." + store + "longest-span", "PT24H");
      config.put("surety.replay." + store + "sweep-interval", "PT1S");
    }
    return config;
  }

  private void run() throws Exception {
    measure("prepare", "");
    if (ONLY.contains("replay")) {
      replays();
    }
    if (ONLY.contains("reserve")) {
      reserves();
    }
    if (ONLY.contains("post")) {
      posts();
    }
    if (ONLY.stream().anyMatch(name -> name.startsWith("nonces"))) {
      new ReplayLines(this, figures).run();
    }
    if (ONLY.contains("verify")) {
      new VerifyLines(figures).run();
    }
    if (ONLY.contains("tokens")) {
      new TokenLines(this, figures).run();
    }
  }

  private void posts() throws Exception {
    Sides sides =
        medians(() -> postsPerSecond("api/orders/once"), () -> postsPerSecond("api/orders/plain"));
    figures.add("idempotency.post.exactly_once_rate", sides.one(), "requests/s");
    figures.add("idempotency.post.plain_rate", sides.other(), "requests/s");
    figures.add("idempotency.post.exactly_once_ratio", sides.ratio(), "ratio");
  }

  private double postsPerSecond(String path) throws Exception {
    empty();
    return HttpLoad.postsPerSecond(target.uri(path), BODY, CALLERS, MILLIS);
  }

  private void empty() throws SQLException {
    empty("bench_order, surety_idempotency");
  }

  /**
   * So that neither side has the larger tables, or writes out what the other has changed; the
   * warm-up's segments of the log are used again, as on a server that runs.
   */
  void empty(String tables) throws SQLException {
    execute("TRUNCATE " + tables);
    execute("CHECKPOINT");
  }

  private void replays() throws Exception {
    execute("VACUUM ANALYZE surety_idempotency");
    Sides sides = medians(() -> loop("replay"), () -> loop("read"));
    figures.add("idempotency.replay.rate", sides.one(), "operations/s");
    figures.add("idempotency.replay.read_rate", sides.other(), "operations/s");
    figures.add("idempotency.replay.read_ratio", sides.ratio(), "ratio");
    figures.add("idempotency.replay.wal_bytes", walPerReplay(), "bytes/operation");
  }

  private void reserves() throws Exception {
    Sides sides = medians(() -> intoEmptied("reserve"), () -> intoEmptied("insert"));
    figures.add("idempotency.reserve.coalesced_rate", sides.one(), "operations/s");
    figures.add("idempotency.reserve.single_rate", sides.other(), "operations/s");
    figures.add("idempotency.reserve.coalesced_ratio", sides.ratio(), "ratio");
  }

  /** By the statistics of the server's own backends, so that no background process counts. */
  private double walPerReplay() throws Exception {
    execute("VACUUM surety_idempotency");
    execute("CHECKPOINT");
    long before = walOfBackends();
    measure("replay", "&millis=60000&operations=10000");
    return (walOfBackends() - before) / 10_000.0;
  }

  long walOfBackends() throws Exception {
    // An idle backend reports its statistics after ten seconds.
    Thread.sleep(11_000);
    return number(
        "SELECT coalesce(sum((pg_stat_get_backend_wal(pid)).wal_bytes), 0) FROM pg_stat_activity"
            + " WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()");
  }

  Sides medians(Side one, Side other) throws Exception {
    return medians(WARM_UP, one, other);
  }

  static Sides medians(int warmUp, Side one, Side other) throws Exception {
    double[] ones = new double[ROUNDS];
    double[] others = new double[ROUNDS];
    double[] ratios = new double[ROUNDS];
    // The JVM compiles what is hot for a minute and more; half-compiled code would be measured.
    for (int round = 0; round < 2 * warmUp; round++) {
      one.perSecond();
      other.perSecond();
    }
    for (int round = 0; round < ROUNDS; round++) {
      // There and back: a machine that becomes slower within the round does so for both.
      double there = one.perSecond();
      others[round] = (other.perSecond() + other.perSecond()) / 2;
      ones[round] = (there + one.perSecond()) / 2;
      ratios[round] = ones[round] / others[round];
      System.out.printf("round %d: %.0f against %.0f%n", round + 1, ones[round], others[round]);
    }
    return new Sides(Figures.median(ones), Figures.median(others), Figures.median(ratios));
  }

  private double intoEmptied(String what) throws Exception {
    empty();
    return loop(what);
  }

  private double loop(String what) throws Exception {
    return Double.parseDouble(measure(what, "&millis=" + MILLIS));
  }

  private String measure(String what, String parameters) throws Exception {
    return get(URI.create("api/measure/" + what + "?callers=" + CALLERS + parameters));
  }

  String get(URI path) throws Exception {
    return target.get(path);
  }

  private static void assertDurable(TestDatabase database) throws SQLException {
    try (Connection connection = database.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      for (String setting : new String[] {"fsync", "synchronous_commit", "full_page_writes"}) {
        try (ResultSet rows = statement.executeQuery("SHOW " + setting)) {
          rows.next();
          if (!rows.getString(1).equals("on")) {
            throw new IllegalStateException(setting + " is off: the figures would mean nothing");
          }
        }
      }
    }
  }

  void execute(String sql) throws SQLException {
    target.execute(sql);
  }

  long number(String sql) throws SQLException {
    return target.number(sql);
  }
}
