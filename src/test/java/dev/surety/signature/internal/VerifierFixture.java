package dev.surety.signature.internal;

import dev.surety.core.Core;
import dev.surety.replay.ReplayStore;
import dev.surety.replay.internal.ReplayPart;
import dev.surety.signature.KeyResolver;
import dev.surety.signature.RevocationSource;
import dev.surety.signature.SignatureRefused;
import dev.surety.signature.Verification;
import dev.surety.signature.Verification.Rejected;
import dev.surety.signature.internal.body.Decision;
import dev.surety.signature.internal.body.Decision.Refused;
import dev.surety.signature.internal.key.CombinedKeys;
import dev.surety.signature.internal.key.Jwks;
import dev.surety.signature.internal.key.StaticKeys;
import dev.surety.testing.LocalUnit;
import dev.surety.testing.MapConfig;
import dev.surety.testing.MovedTime;
import dev.surety.testing.TestDatabase;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Verifiers with a real store of nonces, at the time for which the vectors were made. */
final class VerifierFixture implements AutoCloseable {

  static final Instant NOW = Instant.ofEpochSecond(1776520800);
  static final String ISSUER = "https://issuer.example";
  static final RevocationSource NOTHING_REVOKED = key -> RevocationSource.Status.NOT_REVOKED;

  private final MovedTime time;
  private final LocalUnit unit;
  private final List<ReplayPart> started = new ArrayList<>();
  private final Map<String, String> config = new HashMap<>();
  private final List<SignatureRefused> refusals = new ArrayList<>();
  private ReplayStore nonces;
  private Core core;

  VerifierFixture(Instant now) {
    time = new MovedTime(TestDatabase.shared(), now);
    unit = new LocalUnit(time.database());
    fresh();
  }

  /** From here on, as if nobody had signed anything yet. */
  void fresh(String... settings) {
    config.clear();
    for (int i = 0; i < settings.length; i += 2) {
      config.put(settings[i], settings[i + 1]);
    }
    ReplayPart part = new ReplayPart();
    core = unit.core("app-" + UUID.randomUUID(), part, config);
    part.start(core);
    started.add(part);
    nonces = part.store();
  }

  /** Moves the database's time, which goes on from there. */
  void moveTo(Instant instant) {
    time.to(instant);
  }

  ReplayStore nonces() {
    return nonces;
  }

  Core core() {
    return core;
  }

  ProfileVerifier verifier(Profile profile, KeyResolver keys, RevocationSource revocations) {
    return new ProfileVerifier(profile, keys, revocations, nonces, core.clock()::now);
  }

  /** A gate with the configuration given to {@link #fresh}. */
  Gate gate(KeyResolver keys, RevocationSource revocations) {
    VerifierSettings settings = VerifierSettings.of(new MapConfig(config), "surety.signature");
    refusals.clear();
    return new Gate(
        settings,
        verifier(settings.profile(), keys, revocations),
        new RefusalReports("default", refusals::add));
  }

  /** What the last gate has refused. */
  List<SignatureRefused> refusals() {
    return refusals;
  }

  /** The same without the words for operators, which no profile fixes. */
  static Verification judged(Verification verification) {
    return verification instanceof Rejected rejected
        ? new Rejected(rejected.code(), rejected.step(), "")
        : verification;
  }

  /** Likewise. */
  static Decision judged(Decision decision) {
    return decision instanceof Refused refused
        ? new Refused((Rejected) judged((Verification) refused.why()))
        : decision;
  }

  static KeyResolver keys(byte[] jwks) {
    return new CombinedKeys(
        List.of(new StaticKeys(((Jwks.Keys) Jwks.parse(jwks, ISSUER, "owner")).keys())));
  }

  @Override
  public void close() {
    started.forEach(ReplayPart::stop);
    unit.close();
  }
}
