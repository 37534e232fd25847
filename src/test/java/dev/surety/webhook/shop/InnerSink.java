package dev.surety.webhook.shop;

import dev.surety.keys.KeyRings;
import dev.surety.keys.Ring;
import dev.surety.keys.Secret;
import dev.surety.keys.Seeding;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Map;
import org.eclipse.microprofile.config.ConfigProvider;

/** A sink inside the server, for tests that run there. */
@ApplicationScoped
public class InnerSink {

  private static final String PORT = "tests.sink-port";
  private static final String SECRET = "MDEyMzQ1Njc4OWFiY2RlZmdoaWprbG1ub3BxcnN0dXY=";

  /** What an application needs whose deliveries go to the sink. */
  public static Map<String, String> config(int port) {
    return Map.of(
        PORT,
        Integer.toString(port),
        "surety.webhook.ports",
        Integer.toString(port),
        "surety.webhook.http",
        "true",
        "surety.webhook.networks",
        "127.0.0.0/8",
        "surety.keys.encryption-key",
        SECRET);
  }

  @Inject KeyRings rings;

  /** Keys to sign with are there from then on. */
  @Produces
  @Singleton
  public Sink sink() {
    Seeding unused = rings.seed(Ring.webhook("webhooks"), "k1", Secret.parse("whsec_" + SECRET));
    return new Sink(ConfigProvider.getConfig().getValue(PORT, Integer.class));
  }

  void close(@Disposes Sink sink) {
    sink.close();
  }
}
