package dev.surety.idempotency.internal;

import dev.surety.core.Core;
import dev.surety.core.Database;
import dev.surety.core.Flush;
import dev.surety.core.OwnTransactions;
import dev.surety.core.SqlFile;
import dev.surety.idempotency.Answer;
import dev.surety.idempotency.Completion;
import dev.surety.idempotency.KeySnapshot.State;
import dev.surety.idempotency.Reservation.InFlight;
import dev.surety.idempotency.Reservation.Reserved;
import dev.surety.idempotency.Reservation.Ticket;
import dev.surety.idempotency.internal.Command.Ask;
import dev.surety.idempotency.internal.Command.Complete;
import dev.surety.idempotency.internal.Command.Release;
import dev.surety.idempotency.internal.Command.Renew;
import dev.surety.idempotency.internal.Command.Reserve;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Decides batches of commands in one transaction each, but for keys that nobody knows: those go in
 * ahead of it by a single statement.
 *
 * <p>Within a transaction counters are locked first, then new keys are inserted, each in ascending
 * order, so two flushes never wait for each other in a circle. No wait lasts longer than 50 ms;
 * takeover and renewal pass over a locked row, completion and release wait for theirs.
 */
final class IdempotencyStore implements Flush<Command, Object> {

  private final Database database;
  private final OwnTransactions transactions;
  private final SqlFile statements;
  private final String application;
  private final IdempotencySettings settings;
  private final Usage usage;
  private final NewClaims newClaims;
  private final OwnerWrites owners;
  private final Consumer<Ticket> unclaimed;

  /**
   * @param unclaimed is given the right to a key whose caller gave up waiting for it
   */
  IdempotencyStore(Core core, IdempotencySettings settings, Consumer<Ticket> unclaimed) {
    this.database = core.database();
    this.transactions = core.ownTransactions();
    this.statements = new SqlFile("idempotency", core.names());
    this.application = core.settings().application();
    this.settings = settings;
    this.usage = new Usage(core, statements, settings);
    this.newClaims = new NewClaims(transactions, statements, usage.shares(), application);
    this.owners = new OwnerWrites(database, statements, core.settings().statementDeadline());
    this.unclaimed = unclaimed;
  }

  Usage usage() {
    return usage;
  }

  @Override
  public List<@Nullable Object> single(List<Command> commands) {
    List<Reserve> requests = of(Reserve.class, commands, Reserve::ticket);
    if (!transactions.haveSingle() || requests.isEmpty() || !usage.near(requests).isEmpty()) {
      return List.of();
    }
    IdentityHashMap<Reserve, Reserved> reserved = newClaims.run(requests);
    return commands.stream().<@Nullable Object>map(reserved::get).toList();
  }

  @Override
  public void idle() {
    transactions.giveBack();
  }

  @Override
  public List<Object> apply(List<Command> commands) {
    return usage.shares().noting(notes -> transactions.run(() -> decide(commands, notes)));
  }

  private List<Object> decide(List<Command> commands, Shares.Notes notes) {
    IdentityHashMap<Command, Object> answers = new IdentityHashMap<>();
    of(Complete.class, commands, Complete::ticket)
        .forEach(c -> answers.put(c, owners.complete(c.ticket(), c.state(), c.answer())));
    release(of(Release.class, commands, Release::ticket), answers);
    renew(of(Renew.class, commands, Renew::ticket), answers);
    reserve(of(Reserve.class, commands, Reserve::ticket), notes, answers);
    commands.forEach(
        c -> {
          if (c instanceof Ask ask) {
            answers.put(c, ask.statement().get());
          }
        });
    return commands.stream().map(answers::get).toList();
  }

  /**
   * What may wait or take long has a transaction of its own: rare questions, large answers, and all
   * new keys of a principal that must be counted at once.
   */
  @Override
  public Function<Command, Object> grouping(List<Command> batch) {
    Set<String> near = usage.near(of(Reserve.class, batch, Reserve::ticket));
    return command -> {
      if (command instanceof Reserve reserve) {
        return near.contains(reserve.key().ownerHash()) ? reserve.key().ownerHash() : "";
      }
      boolean alone =
          command instanceof Ask || (command instanceof Complete complete && isLarge(complete));
      return alone ? command : "";
    };
  }

  /** Whoever holds the lock is about to claim the key, so it is in flight. */
  @Override
  public Optional<Object> contended(Command command) {
    return command instanceof Reserve
        ? Optional.of(new InFlight(settings.retryAfter()))
        : Optional.empty();
  }

  @Override
  public void unclaimed(Command command, Object answer) {
    if (answer instanceof Reserved reserved) {
      unclaimed.accept(reserved.ticket());
    }
  }

  /** The right to the key ends with its token, whether it was ever given or not. */
  @Override
  public void doubtful(Command command) {
    if (command instanceof Reserve reserve) {
      unclaimed.accept(reserve.ticket());
    }
  }

  /** Stores an answer in the application's transaction, which can only roll back if this throws. */
  Completion completeJoined(Ticket ticket, State state, Answer answer) {
    return owners.completeJoined(ticket, state, answer);
  }

  private static boolean isLarge(Complete complete) {
    return complete.answer().bodyLength() > ReserveFlush.SMALL_BODY;
  }

  private void reserve(
      List<Reserve> requests, Shares.Notes notes, IdentityHashMap<Command, Object> answers) {
    if (!requests.isEmpty()) {
      answers.putAll(
          new ReserveFlush(database, statements, usage, notes, application, settings.retryAfter())
              .run(requests));
    }
  }

  private void release(List<Release> requests, IdentityHashMap<Command, Object> answers) {
    Set<Ticket> released = owners.release(requests.stream().map(Release::ticket).toList());
    requests.forEach(r -> answers.put(r, released.contains(r.ticket())));
  }

  private void renew(List<Renew> requests, IdentityHashMap<Command, Object> answers) {
    Set<Ticket> owned = owners.renew(requests.stream().map(Renew::ticket).toList());
    requests.forEach(r -> answers.put(r, owned.contains(r.ticket())));
  }

  private static <C extends Command> List<C> of(
      Class<C> kind, List<Command> commands, Function<C, Ticket> ticket) {
    return commands.stream()
        .filter(kind::isInstance)
        .map(kind::cast)
        .sorted(Comparator.comparing(c -> ticket.apply(c).keyHash()))
        .toList();
  }
}
