package dev.surety.bench;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.surety.keys.KeyRings;
import dev.surety.keys.MacKeys;
import dev.surety.keys.Ring;
import dev.surety.webhook.Circuits;
import dev.surety.webhook.Webhooks;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.net.URI;
import java.util.Map;
import java.util.function.BiConsumer;
import org.eclipse.microprofile.config.ConfigProvider;

/** Starts and stops what delivers a backlog: Surety, db-scheduler, transaction-outbox. */
@ApplicationScoped
@Path("drains/{who}")
public class BenchWebhooks {

  private static final Ring RING = Ring.webhook("webhooks");

  @Inject Webhooks webhooks;
  @Inject Circuits circuits;
  @Inject KeyRings rings;
  @Inject MacKeys macs;
  @Resource ManagedThreadFactory threads;

  private BenchSender sender;
  private HikariDataSource pool;
  private Map<String, Drain> drains;

  @PostConstruct
  void begin() {
    if (rings.active(RING).isEmpty()) {
      rings.seed(RING, "k1", rings.generate(RING));
    }
    sender = new BenchSender(ConfigProvider.getConfig(), macs, threads);
    pool = pool();
    drains =
        Map.of(
            "surety", new SuretyDrain(webhooks, circuits),
            "db-scheduler", new SchedulerDrain(pool, sender),
            "transaction-outbox", new OutboxDrain(pool, sender));
  }

  /**
   * As many connections as the server's own data source has, which the others are spared because it
   * asks the database whether a connection is alive whenever it hands one out.
   */
  private static HikariDataSource pool() {
    HikariConfig config = new HikariConfig();
    config.setDriverClassName("org.postgresql.Driver");
    config.setJdbcUrl(
        "jdbc:postgresql://%s:%s/%s"
            .formatted(
                System.getProperty("pg.host"),
                System.getProperty("pg.port"),
                System.getProperty("pg.database")));
    config.setUsername(System.getProperty("pg.user"));
    config.setPassword(System.getProperty("pg.password"));
    config.setMaximumPoolSize(20);
    config.setMinimumIdle(0);
    config.setIdleTimeout(10_000);
    return new HikariDataSource(config);
  }

  @PreDestroy
  void end() {
    pool.close();
    sender.close();
  }

  @GET
  @Path("queue")
  public void queue(@PathParam("who") String who, @QueryParam("url") URI url) {
    run(who, url, Drain::queue);
  }

  @GET
  @Path("start")
  public void start(@PathParam("who") String who, @QueryParam("url") URI url) {
    run(who, url, Drain::start);
  }

  @GET
  @Path("stop")
  public void stop(@PathParam("who") String who, @QueryParam("url") URI url) {
    run(who, url, Drain::stop);
  }

  private void run(String who, URI url, BiConsumer<Drain, URI> what) {
    what.accept(drains.get(who), url);
  }
}
