package dev.surety.signature.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.surety.signature.HttpMessage.Field;
import dev.surety.signature.HttpMessage.Request;
import dev.surety.signature.KeyResolver.Found;
import dev.surety.signature.SignatureAlgorithm;
import dev.surety.signature.Verification;
import dev.surety.signature.Verification.Rejected;
import dev.surety.signature.internal.message.SignatureBase;
import dev.surety.signature.internal.message.SignatureBase.Built;
import dev.surety.signature.internal.message.SignatureFields;
import dev.surety.signature.internal.message.StructuredFields;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Damaged requests: each gets a code, and none is accepted that says anything else. */
class VerifierFuzzStoreTest {

  private static final int ROUNDS = Integer.getInteger("surety.fuzz", 20_000);
  private static final String SPICE = "\"\\,;:=()@?#%/.-_ \t\0\u00e9AZaz09*!+~";
  private static final Set<String> PAST_CRYPTOGRAPHY =
      Set.of("request_signature_replayed", "request_body_malformed");

  private final Random random = new Random(Long.getLong("surety.fuzz.seed", 9421));

  @Test
  void damagedRequest_isRefusedByCode_orSaysTheSame() throws Rejection {
    try (VerifierFixture fixture = new VerifierFixture(VerifierFixture.NOW)) {
      Request original = Draft.signed().request();
      byte[] base = base(original);
      ProfileVerifier verifier =
          fixture.verifier(
              Profile.ADCP_REQUEST_3_1,
              (keyId, message) -> new Found(Draft.KEY),
              VerifierFixture.NOTHING_REVOKED);
      Set<String> codes = new TreeSet<>();
      for (int i = 0; i < ROUNDS; i++) {
        Request damaged = damaged(original);
        Verification found = verifier.verify(damaged);
        String code = found instanceof Rejected rejected ? rejected.code() : "";
        codes.add(code);
        if (code.isEmpty() || PAST_CRYPTOGRAPHY.contains(code)) {
          assertThat(base(damaged)).as("%s", damaged).isEqualTo(base);
          assertThat(damaged.body()).isEqualTo(original.body());
        } else {
          assertThat(code).matches("request_(signature|target_uri)_[a-z_]+");
        }
      }
      assertThat(codes).hasSizeGreaterThan(8);
    }
  }

  private static byte[] base(Request request) throws Rejection {
    var input =
        SignatureChoice.of(
            Profile.ADCP_REQUEST_3_1,
            SignatureFields.parse(request.fields(), Profile.ADCP_REQUEST_3_1.signatureAlphabet()));
    SignatureBase base =
        SignatureBase.of(
            request,
            MessageTarget.received(request),
            input.components(),
            input.verbatim(),
            StructuredFields.REGISTERED);
    byte[] bytes = ((Built) base).bytes();
    assertThat(SignatureAlgorithm.ED25519.verify(Draft.PAIR.getPublic(), bytes, input.signature()))
        .isTrue();
    return bytes;
  }

  private Request damaged(Request original) {
    List<Field> fields = new ArrayList<>(original.fields());
    String target = original.target();
    byte[] body = original.body();
    String method = original.method();
    switch (random.nextInt(8)) {
      case 0 -> target = damaged(target);
      case 1 -> body = damaged(Arrays.toString(body)).getBytes(StandardCharsets.UTF_8);
      case 2 -> fields.add(fields.get(random.nextInt(fields.size())));
      case 3 -> fields.remove(random.nextInt(fields.size()));
      case 4 -> method = damaged(method);
      default -> {
        int at = random.nextInt(fields.size());
        Field field = fields.get(at);
        fields.set(at, new Field(field.name(), damaged(field.value())));
      }
    }
    return new Request(method, target, fields, body);
  }

  private String damaged(String text) {
    StringBuilder damaged = new StringBuilder(text);
    for (int i = random.nextInt(3); i >= 0 && damaged.length() > 0; i--) {
      int at = random.nextInt(damaged.length());
      char spice = SPICE.charAt(random.nextInt(SPICE.length()));
      switch (random.nextInt(5)) {
        case 0 -> damaged.setCharAt(at, spice);
        case 1 -> damaged.insert(at, spice);
        case 2 -> damaged.deleteCharAt(at);
        case 3 -> damaged.setCharAt(at, (char) (damaged.charAt(at) ^ 0x20));
        default -> {
          int end = Math.min(damaged.length(), at + random.nextInt(40));
          damaged.insert(at, damaged.substring(at, end));
        }
      }
    }
    return damaged.toString();
  }
}
