package dev.surety.replay.internal;

import dev.surety.SuretyException;
import dev.surety.core.Core;
import dev.surety.replay.NewKeyIds;
import dev.surety.replay.ReplayStore;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The application's running stores: the default one, and those with names. */
final class ReplayStores implements AutoCloseable {

  private final StoredReplay main;
  private final Map<String, StoredReplay> named = new LinkedHashMap<>();

  ReplayStores(Core core, Consumer<NewKeyIds> rises) {
    ReplaySettings settings = ReplaySettings.of(core.config());
    // All are read before any runs, so that a wrong one leaves nothing running.
    Map<String, ReplaySettings> further = new LinkedHashMap<>();
    for (String name : ReplaySettings.STORES.in(core.config())) {
      further.put(name, ReplaySettings.of(core.config(), name));
    }
    String salt = NonceStatements.salt(core);
    this.main = new StoredReplay(core, core.names(), settings, salt, rises);
    further.forEach(
        (name, own) ->
            named.put(
                name,
                new StoredReplay(
                    core,
                    core.names().with(ReplaySettings.tables(core.config(), name)),
                    own,
                    salt,
                    rises)));
  }

  ReplayStore main() {
    return main;
  }

  /**
   * @throws SuretyException if no store has that name
   */
  ReplayStore named(String name) {
    ReplayStore store = named.get(name);
    if (store == null) {
      throw unknown(name, List.copyOf(named.keySet()));
    }
    return store;
  }

  static SuretyException unknown(String name, List<String> known) {
    return new SuretyException(
        "no replay store has the name of @NamedStore(\""
            + name
            + "\"). Add it to "
            + ReplaySettings.STORES.key()
            + ", which lists "
            + known
            + ", and make its tables");
  }

  @Override
  public void close() {
    main.close();
    named.values().forEach(StoredReplay::close);
  }
}
