package dev.surety.webhook.internal.endpoint;

import dev.surety.core.Core;
import dev.surety.webhook.internal.endpoint.EndpointStatements.Told;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What sending changes of registered endpoints; for Surety's own transactions. */
public final class EndpointStore {

  private final EndpointStatements statements;
  private final EndpointSettings settings;

  public EndpointStore(Core core, EndpointSettings settings) {
    this.statements = new EndpointStatements(core);
    this.settings = settings;
  }

  /**
   * Takes results into account; within the transaction that settles them. Writes only what changes.
   *
   * @param results in the order in which they came
   * @return which were disabled, for events; each is told to one caller only
   */
  public List<DisabledEndpoint> results(List<EndpointResult> results) {
    Map<Receiver, Told> told = new LinkedHashMap<>();
    for (EndpointResult result : results) {
      told.merge(
          new Receiver(result.endpoint(), result.url()),
          new Told(
              result.endpoint(),
              result.url(),
              result.delivered(),
              !result.delivered(),
              result.gone()),
          EndpointStore::then);
    }
    return told.isEmpty() ? List.of() : statements.results(told.values(), settings.disableAfter());
  }

  /**
   * Grants sends under the rate limits, which all instances share; what is granted is used up.
   *
   * @param wanted how many there are to be sent, by endpoint
   * @return nothing for an endpoint that is not active
   */
  public Map<UUID, Rate> rates(Map<UUID, Integer> wanted) {
    return wanted.isEmpty() ? Map.of() : statements.rates(wanted);
  }

  /**
   * Takes grants back that were not used, within the transaction that granted them.
   *
   * @param unused how many, by endpoint
   */
  public void giveBack(Map<UUID, Integer> unused) {
    if (!unused.isEmpty()) {
      statements.giveBack(unused);
    }
  }

  /** Drops at most 20 deleted endpoints that have no messages any more; returns how many. */
  public long sweep() {
    return statements.sweep();
  }

  /** An endpoint where it was when something was sent to it. */
  private record Receiver(UUID endpoint, String url) {}

  private static Told then(Told earlier, Told later) {
    return new Told(
        earlier.endpoint(),
        earlier.url(),
        earlier.succeeded() || later.succeeded(),
        later.failedLast(),
        earlier.gone() || later.gone());
  }
}
