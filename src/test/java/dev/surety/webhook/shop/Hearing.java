package dev.surety.webhook.shop;

import static dev.surety.webhook.shop.Sink.within10Seconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.surety.webhook.Delivery;
import dev.surety.webhook.WebhookEvent;
import dev.surety.webhook.WebhookEvent.CircuitClosed;
import dev.surety.webhook.WebhookEvent.CircuitOpened;
import dev.surety.webhook.WebhookEvent.Dead;
import dev.surety.webhook.WebhookEvent.Delivered;
import dev.surety.webhook.WebhookEvent.EndpointDisabled;
import dev.surety.webhook.WebhookEvent.KeyMissing;
import dev.surety.webhook.WebhookEvent.WillRetry;
import dev.surety.webhook.Webhooks;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;

/** Observes everything; fails or never returns where a test wants it. */
@ApplicationScoped
public class Hearing {

  private final Collection<WebhookEvent> heard = new ConcurrentLinkedQueue<>();
  private final Map<UUID, Delivery> seen = new ConcurrentHashMap<>();
  private final Collection<String> transactions = ConcurrentHashMap.newKeySet();
  private final Collection<String> failing = ConcurrentHashMap.newKeySet();
  private final Map<String, CountDownLatch> holding = new ConcurrentHashMap<>();

  @Inject Webhooks webhooks;

  @Resource(lookup = "java:comp/TransactionSynchronizationRegistry")
  TransactionSynchronizationRegistry registry;

  void hear(@Observes Delivered event) {
    heard.add(event);
    Object transaction = registry.getTransactionKey();
    if (transaction != null) {
      transactions.add(transaction.toString());
    }
    webhooks.find(event.delivery()).ifPresent(found -> seen.put(event.delivery(), found));
    if (failing.contains(event.webhookId())) {
      throw new IllegalStateException("as asked");
    }
    CountDownLatch latch = holding.get(event.webhookId());
    while (latch != null && latch.getCount() > 0) {
      try {
        latch.await();
      } catch (InterruptedException e) {
        // As badly written as can be.
      }
    }
  }

  void hear(@Observes WillRetry event) {
    heard.add(event);
  }

  void hear(@Observes Dead event) {
    heard.add(event);
  }

  void hear(@Observes CircuitOpened event) {
    heard.add(event);
  }

  void hear(@Observes CircuitClosed event) {
    heard.add(event);
  }

  void hear(@Observes EndpointDisabled event) {
    heard.add(event);
  }

  void hear(@Observes KeyMissing event) {
    heard.add(event);
  }

  /** The events of a type, in order. */
  public <T extends WebhookEvent> List<T> all(Class<T> type) {
    return heard.stream().filter(type::isInstance).map(type::cast).toList();
  }

  /** Fails unless an event of that type tells of a tenant's endpoint or circuit in ten seconds. */
  public void assertHears(Class<? extends WebhookEvent> type, String tenant, String name) {
    List<String> who = List.of(tenant, name);
    assertThat(within10Seconds(() -> all(type).stream().anyMatch(it -> who(it).equals(who))))
        .isTrue();
  }

  private static List<String> who(WebhookEvent event) {
    if (event instanceof CircuitOpened opened) {
      return List.of(opened.tenant(), opened.key());
    }
    if (event instanceof CircuitClosed closed) {
      return List.of(closed.tenant(), closed.key());
    }
    EndpointDisabled disabled = (EndpointDisabled) event;
    return List.of(disabled.tenant(), disabled.endpoint());
  }

  public boolean lacksKeyOf(UUID delivery) {
    return all(KeyMissing.class).stream().anyMatch(event -> event.delivery().equals(delivery));
  }

  public boolean hasDelivered(String id) {
    return all(Delivered.class).stream().anyMatch(event -> event.webhookId().equals(id));
  }

  /** What an observer found of a delivery when it was told of it. */
  public Map<UUID, Delivery> seen() {
    return seen;
  }

  /** Transactions in which observers were told. */
  public Collection<String> transactions() {
    return transactions;
  }

  public void failFor(String id) {
    failing.add(id);
  }

  /** Never returns from this one, whoever interrupts, before it is counted down. */
  public CountDownLatch holdFor(String id) {
    return holding.computeIfAbsent(id, key -> new CountDownLatch(1));
  }
}
