package dev.surety.keys.internal;

import dev.surety.core.Core;
import dev.surety.core.StoredPart;
import dev.surety.core.Surety;
import dev.surety.keys.KeyEncryptionKeys;
import dev.surety.keys.KeyRings;
import dev.surety.keys.MacKeys;
import dev.surety.keys.Tokens;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;
import org.jspecify.annotations.Nullable;

/** Starts the keys part and offers rings and tokens to injection. */
@ApplicationScoped
@SuppressWarnings("NullAway.Init")
public class KeysPart implements StoredPart {

  private record Running(StoredKeys keys, String application) {}

  @Inject private Instance<KeyEncryptionKeys> encryptionKeys;
  @Inject private RetriedChange retried;
  @Inject private Operators operators;

  private volatile @Nullable Running running;

  @Override
  public String name() {
    return "keys";
  }

  @Override
  public int schemaVersion() {
    return 1;
  }

  @Override
  public Map<String, String> tables(Config config) {
    return KeySettings.tables(config);
  }

  @Override
  public Class<?> entity() {
    return KeyRecord.class;
  }

  @Override
  public void start(Core core) {
    KeySettings settings = KeySettings.of(core.config());
    Optional<KeyEncryptionKeys> keys =
        encryptionKeys.isUnsatisfied()
            ? ConfiguredKeys.of(settings)
            : Optional.of(encryptionKeys.get());
    running =
        new Running(
            new StoredKeys(core, settings, keys, KeysExtension.isUsed(), retried),
            core.settings().application());
  }

  @Override
  public void stop() {
    Running started = running;
    if (started != null) {
      started.keys().close();
    }
  }

  /**
   * The application's rings.
   *
   * @throws IllegalStateException if Surety's listener did not run
   */
  @Produces
  @ApplicationScoped
  public KeyRings rings() {
    Running started = running();
    return started.keys().rings(() -> operators.current().orElse(started.application()));
  }

  /**
   * The application's tokens.
   *
   * @throws IllegalStateException if Surety's listener did not run
   */
  @Produces
  @ApplicationScoped
  public Tokens tokens() {
    return running().keys().tokens();
  }

  /**
   * The application's keys for other signers.
   *
   * @throws IllegalStateException if Surety's listener did not run
   */
  @Produces
  @ApplicationScoped
  public MacKeys macKeys() {
    return running().keys().macKeys();
  }

  private Running running() {
    Running started = running;
    if (started == null) {
      throw Surety.notStarted();
    }
    return started;
  }
}
