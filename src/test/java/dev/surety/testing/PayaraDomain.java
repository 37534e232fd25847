package dev.surety.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The configuration of an unpacked Payara: ports that are free and a default data source that is
 * the test database.
 *
 * <p>Every run starts from the file as it was unpacked, so nothing of an earlier run stays.
 */
final class PayaraDomain {

  static final int HTTP = 8080;
  static final int ADMIN = 4848;
  private static final int[] PORTS = {HTTP, 8181, ADMIN, 7676, 3700, 3820, 3920, 8686};

  // half the time to boot and deploy; peak speed is not what these tests look at
  private static final String QUICK_START = "<jvm-options>-XX:TieredStopAtLevel=1</jvm-options>";

  private final Path configuration;

  PayaraDomain(Path home) {
    this.configuration = home.resolve("glassfish/domains/domain1/config/domain.xml");
  }

  /** Writes the configuration and returns by how much the ports are shifted. */
  int configure(TestDatabase database) throws IOException {
    int offset = FreePorts.offset(PORTS);
    String xml = Files.readString(asUnpacked());
    for (int port : PORTS) {
      xml = xml.replaceAll("(port|value)=\"" + port + "\"", "$1=\"" + (port + offset) + "\"");
    }
    xml = replaceOnce(xml, "pool-name=\"H2Pool\" jndi", "pool-name=\"Tests\" jndi");
    String anchor = "<jdbc-connection-pool name=\"__TimerPool\"";
    xml = replaceOnce(xml, anchor, pool(database) + anchor);
    String option = "<jvm-options>-server</jvm-options>";
    xml = replaceOnce(xml, option, option + QUICK_START);
    Files.writeString(configuration, xml);
    return offset;
  }

  private Path asUnpacked() throws IOException {
    Path original = configuration.resolveSibling("domain.xml.unpacked");
    if (Files.notExists(original)) {
      Files.copy(configuration, original);
    }
    return original;
  }

  private static String pool(TestDatabase database) {
    return """
        <jdbc-connection-pool name="Tests" res-type="javax.sql.DataSource"
            datasource-classname="org.postgresql.ds.PGSimpleDataSource"
            steady-pool-size="0" max-pool-size="20" is-connection-validation-required="true"
            connection-validation-method="custom-validation"
            validation-classname="org.glassfish.api.jdbc.validation.PostgresConnectionValidation">
          <property name="url" value="%s"/>
          <property name="user" value="%s"/>
          <property name="password" value="%s"/>
        </jdbc-connection-pool>
        """
        .formatted(database.jdbcUrl(), database.user(), database.password());
  }

  private static String replaceOnce(String text, String part, String replacement) {
    Matcher matcher = Pattern.compile(Pattern.quote(part)).matcher(text);
    if (!matcher.find()) {
      throw new IllegalStateException("domain.xml has no " + part);
    }
    return matcher.replaceFirst(Matcher.quoteReplacement(replacement));
  }
}
