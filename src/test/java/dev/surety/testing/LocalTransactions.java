package dev.surety.testing;

import dev.surety.core.Transactions;
import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Transactions of a {@link LocalUnit}: one entity manager and connection per thread. */
final class LocalTransactions implements Transactions {

  private final LocalUnit unit;
  private final ThreadLocal<List<Consumer<Outcome>>> callbacks =
      ThreadLocal.withInitial(ArrayList::new);
  private final ThreadLocal<@Nullable Object> keys = new ThreadLocal<>();

  LocalTransactions(LocalUnit unit) {
    this.unit = unit;
  }

  @Override
  public <T> T own(Supplier<T> work) {
    if (present()) {
      throw new IllegalStateException("the thread has a transaction already");
    }
    EntityManager entityManager = unit.bind();
    Outcome outcome = Outcome.ROLLED_BACK;
    try {
      entityManager.getTransaction().begin();
      keys.set(new Object());
      T result = work.get();
      entityManager.getTransaction().commit();
      outcome = Outcome.COMMITTED;
      return result;
    } finally {
      try {
        if (entityManager.getTransaction().isActive()) {
          entityManager.getTransaction().rollback();
        }
      } finally {
        unit.unbind();
        keys.remove();
        end(outcome);
      }
    }
  }

  @Override
  public void clear() {}

  @Override
  public boolean present() {
    EntityManager bound = unit.bound();
    return bound != null && bound.getTransaction().isActive();
  }

  @Override
  public boolean active() {
    EntityManager bound = unit.bound();
    return bound != null
        && bound.getTransaction().isActive()
        && !bound.getTransaction().getRollbackOnly();
  }

  @Override
  public @Nullable Object key() {
    return keys.get();
  }

  /** What work does that ends its transaction itself and perhaps begins another. */
  void endByHand(Outcome outcome, boolean andBegin) {
    EntityManager bound = unit.bound();
    if (bound == null) {
      throw new IllegalStateException("the thread has no transaction");
    }
    if (outcome == Outcome.COMMITTED) {
      bound.getTransaction().commit();
    } else {
      bound.getTransaction().rollback();
    }
    keys.remove();
    end(outcome);
    if (andBegin) {
      bound.getTransaction().begin();
      keys.set(new Object());
    }
  }

  @Override
  public void setRollbackOnly() {
    EntityManager bound = unit.bound();
    if (bound != null) {
      bound.getTransaction().setRollbackOnly();
    }
  }

  @Override
  public void whenEnded(Consumer<Outcome> callback) {
    callbacks.get().add(callback);
  }

  private void end(Outcome outcome) {
    List<Consumer<Outcome>> waiting = List.copyOf(callbacks.get());
    callbacks.remove();
    waiting.forEach(callback -> callback.accept(outcome));
  }
}
