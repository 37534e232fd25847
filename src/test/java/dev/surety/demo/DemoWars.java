package dev.surety.demo;

import dev.surety.demo.shop.Api;
import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** The demo's applications as a user would package them, with Surety's jar in WEB-INF/lib. */
final class DemoWars {

  private static final String CONTEXT =
      "<jboss-web xmlns=\"http://www.jboss.com/xml/ns/javaee\"><context-root>%s</context-root></jboss-web>";

  private final List<File> libraries;

  /**
   * @param libraries Surety's jar and what it needs at run time
   */
  DemoWars(List<File> libraries) {
    this.libraries = libraries;
  }

  /**
   * The shop, for guests and for partners whose keys it trusts.
   *
   * @param port of the server that it runs in
   */
  WebArchive shop(PartnerKeyFile partner, int port) {
    Map<String, String> settings = shopSettings(partner);
    settings.putAll(webhookSettings(port));
    WebArchive war = war("shop.war", Api.class.getPackage(), settings);
    for (String file : List.of("index.html", "shop.css", "shop.js")) {
      war.addAsWebResource("demo/" + file, file);
    }
    return war;
  }

  /** The application for conformance runners. */
  WebArchive adcp(AdcpOptions options) {
    return war("adcp.war", dev.surety.demo.adcp.Api.class.getPackage(), options.settings())
        .addAsWebInfResource(
            new StringAsset(CONTEXT.formatted(options.context())), "jboss-web.xml");
  }

  private WebArchive war(String name, Package classes, Map<String, String> settings) {
    return ShrinkWrap.create(WebArchive.class, name)
        .addPackage(classes)
        .addAsResource("demo/persistence.xml", "META-INF/persistence.xml")
        .addAsResource(text(settings), "META-INF/microprofile-config.properties")
        .addAsWebInfResource("demo/beans.xml", "beans.xml")
        .addAsLibraries(libraries.toArray(File[]::new));
  }

  private static Map<String, String> shopSettings(PartnerKeyFile partner) {
    Map<String, String> settings = new TreeMap<>(partner.settings());
    // in production Flyway or psql makes the tables
    settings.put("surety.schema-mode", "create");
    // the shop asks guests nothing; their keys then need at least 16 characters
    settings.put("surety.idempotency.anonymous", "allow");
    // in production it comes from a place that is not lost with the database
    settings.put("surety.keys.encryption-key", keyEncryptionKey());
    return settings;
  }

  /** The shop announces its orders to a receiver that is played by itself. */
  private static Map<String, String> webhookSettings(int port) {
    Map<String, String> settings = new HashMap<>();
    settings.put("shop.receiver", "http://127.0.0.1:" + port + "/shop/api/receiver/hooks");
    // the receiver is in this machine: without these, only https to public addresses is allowed
    settings.put("surety.webhook.networks", "127.0.0.1");
    settings.put("surety.webhook.http", "true");
    settings.put("surety.webhook.ports", Integer.toString(port));
    settings.put("surety.webhook.receivers", "shop");
    settings.put("surety.webhook.receiver.shop.ring", "webhooks");
    // all this is for a visitor who does not want to wait; the defaults are for production
    settings.put("surety.webhook.deadline", "PT2S");
    settings.put("surety.webhook.retry-first", "PT1S");
    settings.put("surety.webhook.retry-factor", "1");
    settings.put("surety.webhook.max-attempts", "100");
    settings.put("surety.webhook.breaker-failures", "3");
    settings.put("surety.webhook.breaker-pause", "PT5S");
    settings.put("surety.webhook.breaker-successes", "1");
    return settings;
  }

  /** As {@code openssl rand -base64 32} makes one. */
  private static String keyEncryptionKey() {
    byte[] bytes = new byte[32];
    new SecureRandom().nextBytes(bytes);
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static StringAsset text(Map<String, String> settings) {
    Properties properties = new Properties();
    properties.putAll(settings);
    StringWriter text = new StringWriter();
    try {
      properties.store(text, null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new StringAsset(text.toString());
  }
}
