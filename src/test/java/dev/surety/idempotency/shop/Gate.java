package dev.surety.idempotency.shop;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Holds handlers back until a test lets them go. */
@ApplicationScoped
public class Gate {

  private final Set<String> firsts = ConcurrentHashMap.newKeySet();
  private final Map<String, CountDownLatch> gates = new ConcurrentHashMap<>();

  void pass(String name) {
    try {
      if (!gate(name).await(30, TimeUnit.SECONDS)) {
        throw new IllegalStateException("nobody opened the gate " + name);
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Whether nobody asked for that name before. */
  boolean first(String name) {
    return firsts.add(name);
  }

  void open(String name) {
    gate(name).countDown();
  }

  boolean isWaiting(String name) {
    return gates.containsKey(name);
  }

  private CountDownLatch gate(String name) {
    return gates.computeIfAbsent(name, n -> new CountDownLatch(1));
  }
}
