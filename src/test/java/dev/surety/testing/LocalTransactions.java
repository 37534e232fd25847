package dev.surety.testing;

import dev.surety.core.Transactions;
import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Transactions of a {@link LocalUnit}: one entity manager and connection per thread. */
final class LocalTransactions implements Transactions {

  private final LocalUnit unit;
  private final ThreadLocal<List<Consumer<Outcome>>> callbacks =
      ThreadLocal.withInitial(ArrayList::new);

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
      T result = work.get();
      entityManager.getTransaction().commit();
      outcome = Outcome.COMMITTED;
      return result;
    } finally {
      if (entityManager.getTransaction().isActive()) {
        entityManager.getTransaction().rollback();
      }
      unit.unbind();
      end(outcome);
    }
  }

  @Override
  public void clear() {}

  @Override
  public boolean present() {
    return unit.bound() != null;
  }

  @Override
  public boolean active() {
    EntityManager bound = unit.bound();
    return bound != null
        && bound.getTransaction().isActive()
        && !bound.getTransaction().getRollbackOnly();
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
