package dev.surety.webhook.internal.receive;

import dev.surety.core.LimitedLog;
import dev.surety.core.Transactions;
import dev.surety.idempotency.Answer;
import dev.surety.idempotency.Completion;
import dev.surety.idempotency.Heartbeat;
import dev.surety.idempotency.Idempotency;
import dev.surety.idempotency.RequestHash;
import dev.surety.idempotency.Reservation;
import dev.surety.idempotency.Reservation.Conflict;
import dev.surety.idempotency.Reservation.InFlight;
import dev.surety.idempotency.Reservation.Reserved;
import dev.surety.idempotency.ReserveOptions;
import dev.surety.idempotency.Scope;
import dev.surety.webhook.WebhookVerifier;
import dev.surety.webhook.internal.receive.Finding.Doubtful;
import dev.surety.webhook.internal.receive.Finding.Genuine;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One sender's webhooks: what is genuine is handled once.
 *
 * <p>A message that is being handled keeps its lease until its handler is done or {@code
 * surety.idempotency.max-work} is over; once the lease has ended it is given out again.
 */
final class Receiver implements WebhookVerifier {

  private static final Answer DONE = new Answer(200, Map.of(), new byte[0]);
  private static final Duration LATER = Duration.ofSeconds(60);

  /**
   * How messages are remembered.
   *
   * @param proofs how long a signature is, that does not cover its message's id
   */
  record Memory(
      Idempotency idempotency,
      Transactions transactions,
      ReserveOptions options,
      Duration proofs) {}

  private record Handling(Receiver of, Reserved reserved, Heartbeat heartbeat) {
    @Override
    public String toString() {
      return "Handling";
    }
  }

  private final String name;
  private final Inspection inspection;
  private final Memory memory;
  private final Scope scope;
  private final LimitedLog refusals;

  Receiver(String name, Inspection inspection, Memory memory) {
    this.name = name;
    this.inspection = inspection;
    this.memory = memory;
    this.scope = Scope.ofOperation("surety.webhook.receiver." + name);
    this.refusals =
        new LimitedLog(
            System.getLogger(Receiver.class.getName()),
            Level.WARNING,
            "A webhook from " + name + " was refused");
  }

  @Override
  public Inbound receive(
      String method, String target, Map<String, List<String>> headers, byte[] body) {
    Finding finding = inspection.inspect(Arrival.of(method, target, headers, body));
    if (finding instanceof Genuine genuine) {
      return isReplayed(genuine)
          ? refused(401, "its signature was used for another id")
          : claimed(genuine.webhookId(), body);
    }
    Doubtful doubtful = (Doubtful) finding;
    return refused(doubtful.status(), doubtful.reason());
  }

  private Inbound refused(int status, String reason) {
    refusals.logAbout(reason);
    return new Inbound.Refused(status, reason);
  }

  /** Where the id is not signed, one signature stands for one id. */
  private boolean isReplayed(Genuine genuine) {
    if (genuine.unsignedBy().isEmpty()) {
      return false;
    }
    byte[] id = genuine.webhookId().getBytes(StandardCharsets.US_ASCII);
    return memory
        .idempotency()
        .putIfAbsent(scope, genuine.unsignedBy(), new Answer(200, Map.of(), id), memory.proofs())
        .filter(earlier -> !Arrays.equals(earlier.answer().body(), id))
        .isPresent();
  }

  private Inbound claimed(String id, byte[] body) {
    Reservation reservation =
        memory.idempotency().reserve(scope, id, RequestHash.of(body), memory.options());
    if (reservation instanceof Reserved reserved) {
      Heartbeat heartbeat = memory.idempotency().keepAlive(reserved);
      return new Inbound.First(id, new Handling(this, reserved, heartbeat), reserved.takeover());
    }
    if (reservation instanceof InFlight inFlight) {
      return new Inbound.Running(id, inFlight.retryAfter());
    }
    if (reservation instanceof Conflict) {
      return new Inbound.Conflict(id);
    }
    if (reservation instanceof Reservation.Held) {
      return new Inbound.Running(id, LATER);
    }
    return new Inbound.Handled(id);
  }

  @Override
  public boolean handled(Inbound.First first) {
    Handling handling = handling(first);
    handling.heartbeat().close();
    Idempotency idempotency = memory.idempotency();
    Completion completion =
        memory.transactions().present()
            ? idempotency.completeInTransaction(handling.reserved(), DONE)
            : idempotency.complete(handling.reserved(), DONE);
    return completion == Completion.COMPLETED;
  }

  @Override
  public void failed(Inbound.First first) {
    Handling handling = handling(first);
    handling.heartbeat().close();
    boolean unused = memory.idempotency().release(handling.reserved());
  }

  private Handling handling(Inbound.First first) {
    return Optional.of(first.ticket())
        .filter(Handling.class::isInstance)
        .map(Handling.class::cast)
        .filter(handling -> handling.of() == this)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "message "
                        + LimitedLog.clean(first.webhookId())
                        + " was not given out by the receiver "
                        + name));
  }
}
