package dev.surety.signature.internal;

import static dev.surety.signature.internal.VerifierFixture.judged;

import dev.surety.signature.HttpMessage.Field;
import dev.surety.signature.HttpMessage.Request;
import dev.surety.signature.KeyResolver;
import dev.surety.signature.KeyResolver.Found;
import dev.surety.signature.RevocationSource.Status;
import dev.surety.signature.Verification;
import dev.surety.signature.Verification.Rejected;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** A verifier whose keys and revocations a test sets, and requests to change. */
abstract class VerifierSteps {

  static final long NOW = VerifierFixture.NOW.getEpochSecond();

  static final byte[] EMPTY = {};

  static VerifierFixture fixture;

  KeyResolver keys;

  Status revocation;

  @BeforeAll
  static void open() {
    fixture = new VerifierFixture(VerifierFixture.NOW);
  }

  @AfterAll
  static void close() {
    fixture.close();
  }

  @BeforeEach
  void reset() {
    keys = (keyId, message) -> new Found(Draft.KEY);
    revocation = Status.NOT_REVOKED;
  }

  Verification verify(Consumer<Draft> change) {
    return verify(Draft.signed().with(change).request());
  }

  Verification verify(Request request) {
    return verify(Profile.ADCP_REQUEST_3_1, request);
  }

  Verification verify(Profile profile, Request request) {
    return judged(verifier(profile).verify(request));
  }

  ProfileVerifier verifier(Profile profile) {
    return fixture.verifier(profile, keys, key -> revocation);
  }

  static Profile policy(Profile.DigestPolicy policy) {
    Profile profile = Profile.ADCP_REQUEST_3_1;
    return profile.with(
        profile.label(), profile.tag(), profile.components(), profile.algorithms(), policy);
  }

  static Rejected rejected(String code, String step) {
    return new Rejected("request_signature_" + code, step, "");
  }

  static List<String> except(List<String> names, String left) {
    return names.stream().filter(name -> !name.equals(left)).toList();
  }

  static Request without(Request request, String name) {
    return new Request(
        request.method(),
        request.target(),
        request.fields().stream().filter(field -> !field.name().equals(name)).toList(),
        request.body());
  }

  static Request with(Request request, String name, String value) {
    List<Field> fields = new ArrayList<>(request.fields());
    fields.add(new Field(name, value));
    return new Request(request.method(), request.target(), fields, request.body());
  }
}
