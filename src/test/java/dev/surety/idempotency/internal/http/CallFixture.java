package dev.surety.idempotency.internal.http;

import static dev.surety.testing.Fakes.fake;

import dev.surety.core.http.ResourceMethod;
import dev.surety.idempotency.Completion;
import dev.surety.idempotency.Heartbeat;
import dev.surety.idempotency.Idempotent;
import dev.surety.idempotency.Recovery;
import dev.surety.idempotency.Reservation.Reserved;
import dev.surety.idempotency.Reservation.Ticket;
import dev.surety.idempotency.ReserveOptions;
import dev.surety.idempotency.internal.IdempotencyRuns;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.ext.Providers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Guarded calls on a service that agrees to everything and remembers what it was asked. */
final class CallFixture {

  private final List<String> asked = new ArrayList<>();
  private final IdempotencyRuns runs =
      fake(
          IdempotencyRuns.class,
          method -> {
            asked.add(method);
            return switch (method) {
              case "release" -> true;
              case "keepAlive" -> (Heartbeat) () -> asked.add("close");
              case "complete", "completeInTransaction", "completeUnstored" -> Completion.COMPLETED;
              default -> throw new UnsupportedOperationException(method);
            };
          });

  /** Two guarded methods. */
  static class Two {

    @POST
    @Idempotent(transactional = true)
    public void exactly() {}

    @POST
    @Idempotent
    public void atLeast() {}
  }

  /** A call whose method runs. */
  GuardedCall running(boolean exactlyOnce) {
    GuardedCall call = reserved(exactlyOnce);
    call.begin();
    return call;
  }

  GuardedCall reserved(boolean exactlyOnce) {
    ReserveOptions options =
        new ReserveOptions(Duration.ofMinutes(1), Duration.ofDays(1), Recovery.RERUN);
    Ticket ticket = new Ticket("key", "owner", UUID.randomUUID(), options);
    AnswerWriter writer =
        new AnswerWriter(
            fake(Providers.class, method -> method),
            new StoredHeaders(List.of()),
            100,
            List.of(),
            List.of());
    return new GuardedCall(
        method(exactlyOnce ? "exactly" : "atLeast"), new Reserved(ticket, 1, false), writer, runs);
  }

  static GuardedMethod method(String name) {
    try {
      ResourceMethod resource = ResourceMethod.of(Two.class, Two.class.getMethod(name));
      return GuardedMethod.of(resource, resource.annotation(Idempotent.class).orElseThrow());
    } catch (NoSuchMethodException e) {
      throw new AssertionError(e);
    }
  }

  /** How often the service was asked to free the key. */
  long released() {
    return asked.stream().filter("release"::equals).count();
  }

  /** Every question to the service that would store an answer or a tombstone. */
  List<String> completions() {
    return asked.stream().filter(question -> question.startsWith("complete")).toList();
  }
}
