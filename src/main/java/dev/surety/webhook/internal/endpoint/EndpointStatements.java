package dev.surety.webhook.internal.endpoint;

import dev.surety.core.Core;
import dev.surety.core.Database;
import dev.surety.core.Micros;
import dev.surety.core.Row;
import dev.surety.core.SqlArray;
import dev.surety.core.SqlFile;
import dev.surety.webhook.Endpoint;
import dev.surety.webhook.Endpoint.Settings;
import dev.surety.webhook.Endpoint.Signature;
import dev.surety.webhook.Endpoint.State;
import dev.surety.webhook.internal.send.HeaderJson;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The statements of endpoints with their parameters; each runs in the current transaction. */
final class EndpointStatements {

  private final Database database;
  private final SqlFile statements;
  private final String application;

  EndpointStatements(Core core) {
    this.database = core.database();
    this.statements = new SqlFile("webhook", core.names());
    this.application = core.settings().application();
  }

  /** Empty if there is one of that name. */
  Optional<Endpoint> create(Settings settings) {
    return run(
            "endpoint_create",
            UUID.randomUUID(),
            application,
            settings.tenant(),
            settings.name(),
            settings.url().toASCIIString(),
            orEmpty(settings.ring()),
            signatures(settings.signatures()),
            orEmpty(HeaderJson.write(settings.headers())),
            orEmpty(settings.clientCertificate()),
            orZero(settings.rateLimit()),
            orZero(settings.maxInFlight()))
        .stream()
        .map(EndpointStatements::endpoint)
        .findFirst();
  }

  boolean update(Settings settings) {
    return !run(
            "endpoint_update",
            application,
            settings.tenant(),
            settings.name(),
            settings.url().toASCIIString(),
            orEmpty(settings.ring()),
            signatures(settings.signatures()),
            orEmpty(HeaderJson.write(settings.headers())),
            orEmpty(settings.clientCertificate()),
            orZero(settings.rateLimit()),
            orZero(settings.maxInFlight()))
        .isEmpty();
  }

  boolean pause(String tenant, String name) {
    return !run("endpoint_pause", application, tenant, name).isEmpty();
  }

  boolean resume(String tenant, String name) {
    return !run("endpoint_resume", application, tenant, name).isEmpty();
  }

  boolean disable(String tenant, String name, String reason) {
    return !run("endpoint_disable", application, tenant, name, reason).isEmpty();
  }

  /** Returns which it was. */
  Optional<UUID> delete(String tenant, String name) {
    return run("endpoint_delete", application, tenant, name).stream()
        .map(row -> row.uuid(0))
        .findFirst();
  }

  Optional<Endpoint> find(String tenant, String name) {
    return run("endpoint_find", application, tenant, name).stream()
        .map(EndpointStatements::endpoint)
        .findFirst();
  }

  List<Endpoint> list(String tenant, String after, int most) {
    return run("endpoint_list", application, tenant, after, most).stream()
        .map(EndpointStatements::endpoint)
        .toList();
  }

  /** What the results of an endpoint at a url tell together. */
  record Told(UUID endpoint, String url, boolean succeeded, boolean failedLast, boolean gone) {}

  List<DisabledEndpoint> results(Collection<Told> told, Duration disableAfter) {
    return run(
            "endpoint_results",
            SqlArray.ofUuid(told, Told::endpoint),
            SqlArray.ofBoolean(told, Told::succeeded),
            SqlArray.ofBoolean(told, Told::failedLast),
            SqlArray.ofBoolean(told, Told::gone),
            Micros.of(disableAfter),
            application,
            SqlArray.ofText(told, Told::url))
        .stream()
        .filter(row -> !row.text(3).isEmpty())
        .map(row -> new DisabledEndpoint(row.uuid(0), row.text(1), row.text(2), row.text(3)))
        .toList();
  }

  Map<UUID, Rate> rates(Map<UUID, Integer> wanted) {
    List<Map.Entry<UUID, Integer>> rows = List.copyOf(wanted.entrySet());
    Map<UUID, Rate> rates = new HashMap<>();
    run(
            "endpoint_rates",
            SqlArray.ofUuid(rows, Map.Entry::getKey),
            SqlArray.ofBigint(rows, row -> row.getValue().longValue()),
            application)
        .forEach(
            row ->
                rates.put(row.uuid(0), new Rate(row.integer(1), Micros.duration(row.number(2)))));
    return rates;
  }

  void giveBack(Map<UUID, Integer> unused) {
    List<Map.Entry<UUID, Integer>> rows = List.copyOf(unused.entrySet());
    run(
        "endpoint_unrate",
        SqlArray.ofUuid(rows, Map.Entry::getKey),
        SqlArray.ofBigint(rows, row -> row.getValue().longValue()));
  }

  long sweep() {
    return run("endpoint_sweep", application).get(0).number(0);
  }

  /** The names of signatures as they are stored. */
  static String signatures(Set<Signature> signatures) {
    return signatures.stream().sorted().map(Enum::name).collect(Collectors.joining(","));
  }

  private List<Row> run(String statement, Object... parameters) {
    return database.direct(statements.get(statement), parameters);
  }

  private static Endpoint endpoint(Row row) {
    Settings settings =
        new Settings(
            row.text(1),
            row.text(2),
            URI.create(row.text(3)),
            row.isNull(4) ? null : row.text(4),
            signatures(row.text(5)),
            row.isNull(6) ? Map.of() : HeaderJson.read(row.text(6)),
            row.isNull(7) ? null : row.text(7),
            row.isNull(8) ? null : row.integer(8),
            row.isNull(9) ? null : row.integer(9));
    return new Endpoint(
        row.uuid(0),
        settings,
        State.valueOf(row.text(10).toUpperCase(Locale.ROOT)),
        row.text(11),
        row.isNull(12) ? null : Micros.instant(row.number(12)),
        Micros.instant(row.number(13)),
        Micros.instant(row.number(14)));
  }

  private static Set<Signature> signatures(String stored) {
    return Arrays.stream(stored.split(",", -1))
        .filter(name -> !name.isEmpty())
        .map(Signature::valueOf)
        .collect(Collectors.toSet());
  }

  private static String orEmpty(@Nullable String value) {
    return value == null ? "" : value;
  }

  private static int orZero(@Nullable Integer value) {
    return value == null ? 0 : value;
  }
}
