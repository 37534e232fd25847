package dev.surety.signature.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.surety.SuretyException;
import dev.surety.signature.HttpMessage.Field;
import dev.surety.signature.HttpMessage.Request;
import dev.surety.signature.KeyResolver.Found;
import dev.surety.signature.SignatureRefused;
import dev.surety.signature.Verification.Rejected;
import dev.surety.signature.internal.body.Decision;
import dev.surety.signature.internal.body.Decision.Fallback;
import dev.surety.signature.internal.body.Decision.Refused;
import dev.surety.signature.internal.body.Decision.Signed;
import dev.surety.signature.internal.body.Decision.Unsigned;
import dev.surety.signature.internal.body.Decision.Warned;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** Step 0: what each mode makes of a request with, without and with a broken signature. */
class GateStoreTest extends VerifierSteps {

  private static final String PREFIX = "surety.signature.";
  private static final BooleanSupplier NOBODY = () -> false;
  private static final BooleanSupplier KNOWN = () -> true;
  private static final Refused REQUIRED = refused("request_signature_required", "0");

  @Test
  void unsignedRequest_isRefusedWhereRequired_unlessTheCallerIsKnown() {
    Gate gate = gate("required-for", "pay", "mode", "supported");
    assertThat(decide(gate, unsigned("{}"), "pay", List.of(), NOBODY)).isEqualTo(REQUIRED);
    assertThat(decide(gate, unsigned("{}"), "pay", List.of(), KNOWN)).isInstanceOf(Fallback.class);
    assertThat(decide(gate, unsigned("{}"), "look", List.of(), NOBODY))
        .isInstanceOf(Unsigned.class);
  }

  @Test
  void brokenSignature_isRefusedWhereSupported_whoeverCalls() {
    Gate gate = gate("mode", "supported");
    assertThat(decide(gate, broken(), "pay", List.of(), KNOWN))
        .isEqualTo(refused("request_signature_invalid", "10"));
  }

  @Test
  void brokenSignature_isPassedWithAWarning_whereTheCallerIsKnown() {
    Gate gate = gate("mode", "warn");
    assertThat(decide(gate, broken(), "pay", List.of(), KNOWN)).isInstanceOf(Warned.class);
    assertThat(decide(gate, broken(), "pay", List.of(), NOBODY)).isInstanceOf(Refused.class);
  }

  @Test
  void ignoredSignature_burnsNoNonce() {
    Request signed = Draft.signed().request();
    Gate gate = gate("mode", "required", "none-for", "look");
    assertThat(decide(gate, signed, "look", List.of(), NOBODY)).isInstanceOf(Unsigned.class);
    assertThat(decide(gate, signed, "pay", List.of(), NOBODY)).isInstanceOf(Signed.class);
  }

  /** The servers tell {@code /p?} as {@code /p}. */
  @Test
  void signatureOverAnEmptyQuery_counts_andItsNonceOnce() {
    Request signed = Draft.signed().with(d -> d.target += "?").request();
    Request seen =
        new Request(
            signed.method(),
            signed.target().replace("?", ""),
            signed.fields(),
            signed.trailers(),
            signed.body());
    Gate gate = gate("mode", "required");
    assertThat(decide(gate, seen, "pay", List.of(), NOBODY)).isInstanceOf(Signed.class);
    assertThat(decide(gate, seen, "pay", List.of(), NOBODY))
        .isEqualTo(refused("request_signature_replayed", "12"));
  }

  @Test
  void oneFieldWithoutTheOther_isMalformedInEveryMode() {
    Request half =
        new Request(
            "POST",
            "https://seller.example.com/",
            List.of(new Field("Signature", "sig1=:AAAA:")),
            new byte[0]);
    for (String mode : List.of("none", "supported", "warn", "required")) {
      assertThat(decide(gate("mode", mode), half, "pay", List.of(), KNOWN))
          .as(mode)
          .isEqualTo(refused("request_signature_header_malformed", "1"));
    }
  }

  @Test
  void protocolMethod_isFoundInTheBody_operationInTheToolCall() {
    Gate gate =
        gate(
            "mode",
            "supported",
            "protocol-methods-required-for",
            "tasks/cancel",
            "required-for",
            "create_media_buy");
    assertThat(decide(gate, unsigned(call("tasks/cancel", "{}")), "mcp", List.of(), NOBODY))
        .isEqualTo(REQUIRED);
    assertThat(decide(gate, unsigned(call("tasks/get", "{}")), "mcp", List.of(), NOBODY))
        .isInstanceOf(Unsigned.class);
    String tool = call("tools/call", "{\"name\":\"create_media_buy\"}");
    assertThat(decide(gate, unsigned(tool), "mcp", List.of(), NOBODY)).isEqualTo(REQUIRED);
    String named = call("tools/call", "{\"name\":\"tasks/cancel\"}");
    assertThat(decide(gate, unsigned(named), "mcp", List.of(), NOBODY))
        .isInstanceOf(Unsigned.class);
    assertThat(decide(gate, unsigned(call("create_media_buy", "{}")), "mcp", List.of(), NOBODY))
        .isInstanceOf(Unsigned.class);
  }

  @Test
  void unsignedCredentialsForWebhooks_areRefusedUnderAdcp_whoeverCalls() {
    String body =
        "{\"push_notification_config\":{\"url\":\"https://a.example\",\"authentication\":{}}}";
    Gate gate = gate("mode", "none");
    assertThat(decide(gate, unsigned(body), "pay", List.of(), KNOWN)).isEqualTo(REQUIRED);
    assertThat(
            decide(
                gate("mode", "none", "profile", "rfc9421"),
                unsigned(body),
                "pay",
                List.of(),
                KNOWN))
        .isInstanceOf(Unsigned.class);
  }

  @Test
  void garbageForASignature_isNoneForCredentials_inWhateverMode() {
    String body =
        "{\"push_notification_config\":{\"url\":\"https://a.example\",\"authentication\":{}}}";
    List<Field> fields =
        List.of(
            new Field("Content-Type", "application/json"),
            new Field("Signature-Input", "sig1=()"),
            new Field("Signature", "sig1=:AAAA:"));
    Request garbage =
        new Request(
            "POST",
            "https://seller.example.com/mcp",
            fields,
            body.getBytes(StandardCharsets.UTF_8));
    for (String mode : List.of("none", "warn", "supported", "required")) {
      assertThat(decide(gate("mode", mode), garbage, "pay", List.of(), KNOWN))
          .as(mode)
          .isInstanceOf(Refused.class);
    }
    Request signed =
        Draft.signed().with(d -> d.body = body.getBytes(StandardCharsets.UTF_8)).request();
    assertThat(decide(gate("mode", "none"), signed, "pay", List.of(), NOBODY))
        .isInstanceOf(Signed.class);
  }

  @Test
  void fieldsBeyondTheirBounds_areRefusedWithoutTheBody() {
    List<Field> fields =
        List.of(
            new Field("Signature-Input", "sig1=(" + "\"a\" ".repeat(3000) + ")"),
            new Field("Signature", "sig1=:AAAA:"));
    assertThat(gate("mode", "required").refusal(fields, "pay").map(VerifierFixture::judged))
        .contains(refused("request_signature_header_malformed", "1"));
    assertThat(gate("mode", "none").refusal(fields, "pay")).isEmpty();
    assertThat(gate("mode", "none").refusal(fields.subList(1, 2), "pay")).isPresent();
  }

  @Test
  void fallback_isAskedOnlyWhereItMatters() {
    AtomicInteger asked = new AtomicInteger();
    Gate gate = gate("mode", "required");
    Decision signed =
        decide(gate, Draft.signed().request(), "pay", List.of(), () -> asked.incrementAndGet() > 0);
    assertThat(signed).isInstanceOf(Signed.class);
    assertThat(asked).hasValue(0);
  }

  @Test
  void nameInTheWrongNameSpace_failsTheStart() {
    assertThatThrownBy(() -> gate("required-for", "tasks/cancel"))
        .isInstanceOf(SuretyException.class)
        .hasMessageContaining("tasks/cancel");
    assertThatThrownBy(() -> gate("protocol-methods-required-for", "create_media_buy"))
        .isInstanceOf(SuretyException.class)
        .hasMessageContaining("create_media_buy");
  }

  @Test
  void refusal_isToldWithItsReason_onceForEachMessage() {
    Gate gate = gate("mode", "required");
    decide(gate, unsigned("{}"), "pay", List.of(), NOBODY);
    decide(gate, broken(), "pay", List.of(), NOBODY);
    gate.refusal(List.of(new Field("Signature", "sig1=:AAAA:")), "look");
    gate.verify(broken());
    gate.refuseUnseen("pay");
    String prefix = "request_signature_";
    assertThat(fixture.refusals())
        .containsExactly(
            told("pay", prefix + "required", "0", "there is no signature"),
            told("pay", prefix + "invalid", "10", "the signature is not the key's over the base"),
            told(
                "look",
                prefix + "header_malformed",
                "1",
                "one of the two signature fields is missing"),
            told("", prefix + "invalid", "10", "the signature is not the key's over the base"),
            told("pay", prefix + "required", "0", "there is no signature"));
  }

  @Test
  void messageThatIsLetThrough_isNoRefusal() {
    Gate gate = gate("mode", "warn");
    decide(gate, Draft.signed().request(), "pay", List.of(), NOBODY);
    decide(gate, broken(), "pay", List.of(), KNOWN);
    decide(gate, unsigned("{}"), "pay", List.of(), NOBODY);
    assertThat(fixture.refusals()).isEmpty();
  }

  private static SignatureRefused told(String operation, String code, String step, String reason) {
    return new SignatureRefused("default", operation, code, step, reason);
  }

  private static Refused refused(String code, String step) {
    return new Refused(new Rejected(code, step, ""));
  }

  private static Decision decide(
      Gate gate,
      Request request,
      String operation,
      List<String> mustCover,
      BooleanSupplier fallback) {
    return VerifierFixture.judged(gate.decide(request, operation, mustCover, fallback));
  }

  private static Gate gate(String... settings) {
    String[] prefixed = new String[settings.length + 2];
    prefixed[0] = PREFIX + "profile";
    prefixed[1] = "adcp-request-3.1";
    for (int i = 0; i < settings.length; i++) {
      prefixed[i + 2] = i % 2 == 0 ? PREFIX + settings[i] : settings[i];
    }
    fixture.fresh(prefixed);
    return fixture.gate((keyId, message) -> new Found(Draft.KEY), VerifierFixture.NOTHING_REVOKED);
  }

  private static Request unsigned(String body) {
    return new Request(
        "POST",
        "https://seller.example.com/mcp",
        List.of(new Field("Content-Type", "application/json")),
        body.getBytes(StandardCharsets.UTF_8));
  }

  private static Request broken() {
    return Draft.signed().with(d -> d.signature = v -> "sig1=:" + "A".repeat(86) + ":").request();
  }

  private static String call(String method, String params) {
    return "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"" + method + "\",\"params\":" + params + "}";
  }
}
