package dev.surety.replay.internal;

import dev.surety.core.Core;
import dev.surety.core.StoredPart;
import dev.surety.core.Surety;
import dev.surety.replay.NamedStore;
import dev.surety.replay.NewKeyIds;
import dev.surety.replay.ReplayStore;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.spi.InjectionPoint;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;

/** Starts the replay part and offers its stores to injection. */
@ApplicationScoped
public class ReplayPart implements StoredPart {

  @SuppressWarnings("NullAway.Init")
  @Inject
  Event<NewKeyIds> rises;

  private volatile @Nullable ReplayStores stores;

  @Override
  public String name() {
    return "replay";
  }

  @Override
  public int schemaVersion() {
    return 1;
  }

  @Override
  public Map<String, String> tables(Config config) {
    return ReplaySettings.tables(config);
  }

  @Override
  public List<Map<String, String>> furtherTables(Config config) {
    return ReplaySettings.STORES.in(config).stream()
        .map(store -> ReplaySettings.tables(config, store))
        .toList();
  }

  @Override
  public Class<?> entity() {
    return NonceRecord.class;
  }

  @Override
  public void start(Core core) {
    stores = new ReplayStores(core, rise -> rises.fire(rise));
  }

  @Override
  public void stop() {
    ReplayStores running = stores;
    if (running != null) {
      running.close();
    }
  }

  /**
   * The default store.
   *
   * @throws IllegalStateException if Surety's listener did not run
   */
  @Produces
  @ApplicationScoped
  public ReplayStore store() {
    return running().main();
  }

  /**
   * A named store, also before the start; {@link ReplayExtension} checks the names at injection
   * points, and a name that is asked for later is checked here.
   *
   * @throws dev.surety.SuretyException if no store has that name
   */
  @Produces
  @NamedStore("")
  public ReplayStore named(InjectionPoint target) {
    String name =
        target.getQualifiers().stream()
            .filter(NamedStore.class::isInstance)
            .map(qualifier -> ((NamedStore) qualifier).value())
            .findFirst()
            .orElse("");
    List<String> known = ReplaySettings.STORES.in(ConfigProvider.getConfig());
    if (!known.contains(name)) {
      throw ReplayStores.unknown(name, known);
    }
    return new LateStore(() -> running().named(name));
  }

  private ReplayStores running() {
    ReplayStores running = stores;
    if (running == null) {
      throw Surety.notStarted();
    }
    return running;
  }
}
