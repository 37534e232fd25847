package dev.surety.signature.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.surety.SuretyException;
import dev.surety.signature.HttpMessage.Field;
import dev.surety.signature.HttpMessage.Request;
import dev.surety.signature.KeyResolver.Found;
import dev.surety.signature.internal.RequestGate.Outcome;
import dev.surety.signature.internal.RequestGate.Passed;
import dev.surety.signature.internal.RequestGate.Refused;
import dev.surety.signature.internal.RequestGate.Signed;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Step 0: what each mode makes of a request with, without and with a broken signature. */
class GateStoreTest {

  private static final String PREFIX = "surety.signature.";
  private static final BooleanSupplier NOBODY = () -> false;
  private static final BooleanSupplier KNOWN = () -> true;
  private static final Refused REQUIRED = new Refused("request_signature_required", "0");

  private static VerifierFixture fixture;

  @BeforeAll
  static void open() {
    fixture = new VerifierFixture(VerifierFixture.NOW);
  }

  @AfterAll
  static void close() {
    fixture.close();
  }

  @Test
  void unsignedRequest_isRefusedWhereRequired_unlessTheCallerIsKnown() {
    Gate gate = gate("required-for", "pay", "mode", "supported");
    assertThat(gate.decide(unsigned("{}"), "pay", List.of(), NOBODY)).isEqualTo(REQUIRED);
    assertThat(gate.decide(unsigned("{}"), "pay", List.of(), KNOWN)).isInstanceOf(Passed.class);
    assertThat(gate.decide(unsigned("{}"), "look", List.of(), NOBODY)).isInstanceOf(Passed.class);
  }

  @Test
  void brokenSignature_isRefusedWhereSupported_whoeverCalls() {
    Gate gate = gate("mode", "supported");
    assertThat(gate.decide(broken(), "pay", List.of(), KNOWN))
        .isEqualTo(new Refused("request_signature_invalid", "10"));
  }

  @Test
  void brokenSignature_isPassedWithAWarning_whereTheCallerIsKnown() {
    Gate gate = gate("mode", "warn");
    assertThat(gate.decide(broken(), "pay", List.of(), KNOWN)).isInstanceOf(Passed.class);
    assertThat(gate.decide(broken(), "pay", List.of(), NOBODY)).isInstanceOf(Refused.class);
  }

  @Test
  void ignoredSignature_burnsNoNonce() {
    Request signed = Draft.signed().request();
    Gate gate = gate("mode", "required", "none-for", "look");
    assertThat(gate.decide(signed, "look", List.of(), NOBODY)).isInstanceOf(Passed.class);
    assertThat(gate.decide(signed, "pay", List.of(), NOBODY)).isInstanceOf(Signed.class);
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
      assertThat(gate("mode", mode).decide(half, "pay", List.of(), KNOWN))
          .as(mode)
          .isEqualTo(new Refused("request_signature_header_malformed", "1"));
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
    assertThat(gate.decide(unsigned(call("tasks/cancel", "{}")), "mcp", List.of(), NOBODY))
        .isEqualTo(REQUIRED);
    assertThat(gate.decide(unsigned(call("tasks/get", "{}")), "mcp", List.of(), NOBODY))
        .isInstanceOf(Passed.class);
    String tool = call("tools/call", "{\"name\":\"create_media_buy\"}");
    assertThat(gate.decide(unsigned(tool), "mcp", List.of(), NOBODY)).isEqualTo(REQUIRED);
    String named = call("tools/call", "{\"name\":\"tasks/cancel\"}");
    assertThat(gate.decide(unsigned(named), "mcp", List.of(), NOBODY)).isInstanceOf(Passed.class);
    assertThat(gate.decide(unsigned(call("create_media_buy", "{}")), "mcp", List.of(), NOBODY))
        .isInstanceOf(Passed.class);
  }

  @Test
  void unsignedCredentialsForWebhooks_areRefusedUnderAdcp_whoeverCalls() {
    String body =
        "{\"push_notification_config\":{\"url\":\"https://a.example\",\"authentication\":{}}}";
    Gate gate = gate("mode", "none");
    assertThat(gate.decide(unsigned(body), "pay", List.of(), KNOWN)).isEqualTo(REQUIRED);
    assertThat(
            gate("mode", "none", "profile", "rfc9421")
                .decide(unsigned(body), "pay", List.of(), KNOWN))
        .isInstanceOf(Passed.class);
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
      assertThat(gate("mode", mode).decide(garbage, "pay", List.of(), KNOWN))
          .as(mode)
          .isInstanceOf(Refused.class);
    }
    Request signed =
        Draft.signed().with(d -> d.body = body.getBytes(StandardCharsets.UTF_8)).request();
    assertThat(gate("mode", "none").decide(signed, "pay", List.of(), NOBODY))
        .isInstanceOf(Signed.class);
  }

  @Test
  void fieldsBeyondTheirBounds_areRefusedWithoutTheBody() {
    List<Field> fields =
        List.of(
            new Field("Signature-Input", "sig1=(" + "\"a\" ".repeat(3000) + ")"),
            new Field("Signature", "sig1=:AAAA:"));
    assertThat(gate("mode", "required").refusal(fields, "pay"))
        .contains(new Refused("request_signature_header_malformed", "1"));
    assertThat(gate("mode", "none").refusal(fields, "pay")).isEmpty();
    assertThat(gate("mode", "none").refusal(fields.subList(1, 2), "pay")).isPresent();
  }

  @Test
  void fallback_isAskedOnlyWhereItMatters() {
    AtomicInteger asked = new AtomicInteger();
    Gate gate = gate("mode", "required");
    Outcome signed =
        gate.decide(Draft.signed().request(), "pay", List.of(), () -> asked.incrementAndGet() > 0);
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
