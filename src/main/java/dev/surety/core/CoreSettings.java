package dev.surety.core;

import dev.surety.SuretyException;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.Config;

/** What all parts share of the configuration, validated. */
public record CoreSettings(
    String application,
    String schema,
    SchemaMode schemaMode,
    Duration statementDeadline,
    Duration patience,
    int queue,
    String logPepper) {

  /** What happens to the tables at start. */
  public enum SchemaMode {
    /** They are compared, and a difference fails the deployment. */
    VERIFY,
    /** They are made where missing, then compared; for development. */
    CREATE
  }

  private static final Pattern NAME = Pattern.compile("[^\\p{Cntrl}\\p{Cs}]{1,128}");

  static final Setting<String> APPLICATION =
      Setting.text(
          "surety.application",
          "",
          "1 to 128 characters, empty for the deployment's name without ##... or a version that has a dot",
          Pattern.compile("|" + NAME.pattern()));
  static final Setting<String> SCHEMA =
      Setting.text(
          "surety.schema",
          "",
          "a schema, empty for the search path",
          Pattern.compile("|" + TableNames.IDENTIFIER.pattern()));
  static final Setting<SchemaMode> SCHEMA_MODE =
      Setting.choice("surety.schema-mode", SchemaMode.VERIFY);
  static final Setting<Duration> STATEMENT_DEADLINE =
      Setting.duration(
          "surety.statement-deadline", "PT2S", Duration.ofMillis(100), Duration.ofMinutes(1));
  static final Setting<Duration> PATIENCE =
      Setting.duration("surety.patience", "PT2S", Duration.ofMillis(100), Duration.ofMinutes(1));
  static final Setting<Integer> QUEUE = Setting.integer("surety.queue", 10_000, 1, 1_000_000);
  static final Setting<String> LOG_PEPPER =
      Setting.text("surety.log-pepper", "", "up to 256 characters", Pattern.compile("(?s).{0,256}"))
          .asSecret();

  /** Every shared setting, in the order of the README's table. */
  public static final List<Setting<?>> ALL =
      List.of(APPLICATION, SCHEMA, SCHEMA_MODE, STATEMENT_DEADLINE, PATIENCE, QUEUE, LOG_PEPPER);

  /**
   * @param deployment names the application where none is configured
   * @throws SuretyException naming the first value that is not allowed
   */
  public static CoreSettings of(Config config, String deployment) {
    String application = APPLICATION.in(config);
    return new CoreSettings(
        application.isEmpty() ? checked(deployment) : application,
        SCHEMA.in(config),
        SCHEMA_MODE.in(config),
        STATEMENT_DEADLINE.in(config),
        PATIENCE.in(config),
        QUEUE.in(config),
        LOG_PEPPER.in(config));
  }

  /**
   * What a deployment is called without its version: a module by itself by its own name, one in an
   * enterprise application by both names, because another one may have a module of that name.
   */
  static String deployment(String application, String module) {
    String own = unversioned(module);
    return application.equals(module) ? own : unversioned(application) + "/" + own;
  }

  private static String checked(String deployment) {
    if (!NAME.matcher(deployment).matches()) {
      throw new SuretyException(
          "the deployment's name '"
              + LimitedLog.clean(deployment)
              + "' cannot name the application; set "
              + APPLICATION.key()
              + ", which expects 1 to 128 characters");
    }
    return deployment;
  }

  /**
   * Two versions of one deployment are one application: they share its keys. Taken off is what
   * follows {@code ##}, and a version with a dot in it; a lone number may tell tenants apart.
   */
  static String unversioned(String deployment) {
    return deployment
        .replaceFirst("##.*$", "")
        .replaceFirst("[-_]v?\\d+(\\.\\d+)+([-.](?:SNAPSHOT|Final|RC\\d*|M\\d+|\\d+))*$", "");
  }
}
