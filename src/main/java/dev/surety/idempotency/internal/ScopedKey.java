package dev.surety.idempotency.internal;

import dev.surety.core.VisibleAscii;
import dev.surety.idempotency.RequestHash;
import dev.surety.idempotency.Scope;
import java.nio.ByteBuffer;

/**
 * A key in its scope, as hashes: all that is ever stored of them.
 *
 * @param keyHash names the row, 64 hex digits
 * @param ownerHash names the principal whose share it counts against, 64 hex digits
 * @param limited whether that share has limits; the application's own work has no principal and
 *     none
 */
record ScopedKey(String keyHash, String ownerHash, boolean limited) {

  private static final int MOST_CHARACTERS = 255;

  /** Key spaces that never meet. */
  enum Space {
    RESERVATIONS,
    SIMPLE_STORE
  }

  /**
   * @throws IllegalArgumentException unless the key has 1 to 255 visible ASCII characters
   */
  static ScopedKey of(Space space, String application, Scope scope, String key) {
    checkKey(key);
    String owner =
        hash(space.name(), application, scope.tenant(), scope.issuer(), scope.principal());
    boolean nobody =
        scope.tenant().isEmpty() && scope.issuer().isEmpty() && scope.principal().isEmpty();
    return new ScopedKey(hash(owner, scope.operation(), key), owner, !nobody);
  }

  private static void checkKey(String key) {
    if (key.isEmpty() || key.length() > MOST_CHARACTERS) {
      throw new IllegalArgumentException(
          "an idempotency key has 1 to 255 characters, not " + key.length());
    }
    if (!VisibleAscii.isAll(key)) {
      throw new IllegalArgumentException(
          "an idempotency key has visible ASCII characters only (0x21 to 0x7e)");
    }
  }

  /** As char values, because encoders replace lone surrogates: no two texts may meet. */
  private static String hash(String... parts) {
    byte[][] bytes = new byte[parts.length][];
    for (int i = 0; i < parts.length; i++) {
      ByteBuffer buffer = ByteBuffer.allocate(2 * parts[i].length());
      buffer.asCharBuffer().put(parts[i]);
      bytes[i] = buffer.array();
    }
    return RequestHash.of(bytes).hex();
  }
}
