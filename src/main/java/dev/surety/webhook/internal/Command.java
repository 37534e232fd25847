package dev.surety.webhook.internal;

import java.util.List;
import java.util.function.Function;

/** What a caller asks of the queue; decided in one transaction. */
sealed interface Command {

  /** Queues messages, all or none. */
  record Send(List<Draft> drafts) implements Command {}

  /** Changes or reads something else. */
  record Work(Function<Queueing, Object> work) implements Command {}
}
