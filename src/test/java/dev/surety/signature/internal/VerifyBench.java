package dev.surety.signature.internal;

import dev.surety.replay.Acceptance;
import dev.surety.replay.KeyId;
import dev.surety.replay.ReplayStore;
import dev.surety.signature.HttpMessage.Field;
import dev.surety.signature.HttpMessage.Request;
import dev.surety.signature.RevocationSource.Status;
import dev.surety.signature.SignatureAlgorithm;
import dev.surety.signature.SigningKey;
import dev.surety.signature.Verification;
import dev.surety.signature.Verification.Verified;
import dev.surety.signature.VerificationKey;
import dev.surety.signature.internal.key.CombinedKeys;
import dev.surety.signature.internal.key.StaticKeys;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * The whole verification of a request with a body of 500 bytes, but for the store of nonces,
 * against the JDK's verification of the same bytes.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class VerifyBench {

  /** Everything is new to it, and at once. */
  private static final class NoStore implements ReplayStore {

    @Override
    public Expiries expiries() {
      return new Expiries(Duration.ofMinutes(1), Duration.ofMinutes(7));
    }

    @Override
    public Acceptance accept(KeyId keyId, String nonce, Instant expiresAt) {
      return Acceptance.FRESH;
    }

    @Override
    public boolean atCapacity(KeyId keyId) {
      return false;
    }

    @Override
    public boolean seen(KeyId keyId, String nonce) {
      return false;
    }

    @Override
    public boolean remember(KeyId keyId, String nonce, Instant expiresAt) {
      return true;
    }

    @Override
    public long liveCount(KeyId keyId) {
      return 0;
    }

    @Override
    public long sweep() {
      return 0;
    }
  }

  private Request request;
  private ProfileVerifier verifier;
  private PublicKey key;
  private byte[] base;
  private byte[] signature;

  @Setup
  public void sign() throws GeneralSecurityException {
    KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    InstantSource clock = InstantSource.system();
    Captured signing = new Captured(pair);
    Request unsigned =
        new Request(
            "POST",
            "https://api.example.com/partner/orders?region=eu",
            List.of(
                new Field("Host", "api.example.com"),
                new Field("Content-Type", "application/json"),
                new Field("Content-Length", "500")),
            ("{\"text\":\"" + "x".repeat(489) + "\"}").getBytes(StandardCharsets.UTF_8));
    List<Field> added =
        new ProfileSigner(Profile.RFC9421, signing, List.of(), clock).sign(unsigned);
    request =
        new Request(
            unsigned.method(),
            unsigned.target(),
            Stream.concat(unsigned.fields().stream(), added.stream()).toList(),
            unsigned.body());
    key = pair.getPublic();
    base = signing.base;
    signature = signing.signature;
    verifier =
        new ProfileVerifier(
            Profile.RFC9421,
            new CombinedKeys(
                List.of(
                    new StaticKeys(
                        List.of(
                            VerificationKey.of(
                                "issuer",
                                "owner",
                                "key-1",
                                key,
                                Set.of(SignatureAlgorithm.ED25519)))))),
            unused -> Status.NOT_REVOKED,
            new NoStore(),
            clock);
    if (!(whole() instanceof Verified) || !bare()) {
      throw new IllegalStateException("the request does not verify");
    }
  }

  @Benchmark
  public Verification whole() {
    return verifier.verify(request);
  }

  @Benchmark
  public boolean bare() throws GeneralSecurityException {
    Signature jdk = Signature.getInstance("Ed25519");
    jdk.initVerify(key);
    jdk.update(base);
    return jdk.verify(signature);
  }

  /** Signs, and remembers what. */
  private static final class Captured implements SigningKey {

    private final SigningKey key;
    private byte[] base = {};
    private byte[] signature = {};

    Captured(KeyPair pair) {
      key = SigningKey.of("key-1", SignatureAlgorithm.ED25519, pair.getPrivate());
    }

    @Override
    public String keyId() {
      return key.keyId();
    }

    @Override
    public SignatureAlgorithm algorithm() {
      return key.algorithm();
    }

    @Override
    public byte[] sign(byte[] signatureBase) {
      base = signatureBase;
      signature = key.sign(signatureBase);
      return signature;
    }
  }
}
