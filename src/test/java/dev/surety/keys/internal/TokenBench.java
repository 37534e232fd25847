package dev.surety.keys.internal;

import dev.surety.keys.KeyState;
import dev.surety.keys.Ring;
import dev.surety.keys.TokenVerification;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Tokens of 256 bytes with a ring in memory, against the JDK's MAC over the same bytes, made as its
 * Javadoc shows: {@code getInstance}, {@code init}, {@code doFinal}.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class TokenBench {

  private static final Ring RING = Ring.token("tokens");
  private static final Duration LIFETIME = Duration.ofSeconds(5);

  private final byte[] message = new byte[256];
  private final byte[] secret = KeysFixture.secret().bytes();
  private final SecretKeySpec key = new SecretKeySpec(secret, "HmacSHA256");
  private StoredTokens tokens;
  private String token;

  @Setup
  public void sign() throws GeneralSecurityException {
    MemoryRings rings = new MemoryRings();
    rings.nanos = System.nanoTime();
    rings.add(RING, "2026-04", KeyState.ACTIVE, secret, null);
    RingCache cache =
        new RingCache(
            ring -> {
              rings.nanos = System.nanoTime();
              return rings.read(ring);
            },
            LIFETIME,
            LIFETIME,
            System::nanoTime);
    tokens = new StoredTokens(cache, InstantSource.system());
    token = tokens.sign(RING, message);
    if (!verify().isValid() || bare().length != 32) {
      throw new IllegalStateException("the token does not verify");
    }
  }

  @Benchmark
  public String signing() {
    return tokens.sign(RING, message);
  }

  @Benchmark
  public TokenVerification verifying() {
    return verify();
  }

  @Benchmark
  public byte[] bare() throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(key);
    return mac.doFinal(message);
  }

  private TokenVerification verify() {
    return tokens.verify(RING, message, token);
  }
}
