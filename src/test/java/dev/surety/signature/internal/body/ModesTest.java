package dev.surety.signature.internal.body;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.surety.SuretyException;
import dev.surety.signature.SignatureAlgorithm;
import dev.surety.signature.Verification.Rejected;
import dev.surety.signature.VerifiedSigner;
import dev.surety.testing.Vectors;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModesTest {

  private static final Rejected REQUIRED = rejected("request_signature_required", "0");
  private static final VerifiedSigner SIGNER =
      new VerifiedSigner(
          "issuer",
          "owner",
          "key",
          SignatureAlgorithm.ED25519,
          "sig1",
          List.of("@method"),
          null,
          null);
  private static final Rejected INVALID = rejected("request_signature_invalid", "10");
  private static final Finding VALID = new Finding.Valid(SIGNER);
  private static final Finding FAILED = new Finding.Failed(INVALID);
  private static final Finding ABSENT = new Finding.Absent();

  @Test
  void bodyIntegrityVectors_haveTheExpectedAction() {
    JsonNode cases =
        Vectors.json(Vectors.path("adcp/request-signing/body-integrity-policy.json")).get("cases");
    assertThat(cases).isNotEmpty();
    for (JsonNode vector : cases) {
      Mode mode = mode(vector.get("mode").asText());
      boolean fallback = vector.get("fallback_auth_valid").asBoolean();
      Finding finding = finding(vector);
      Decision decision = Modes.decide(mode, finding, () -> fallback, false, REQUIRED);
      JsonNode expected = vector.get("expected");
      String source = expected.path("authentication_source").asText();
      Decision wanted =
          switch (expected.get("action").asText()) {
            case "accept" ->
                source.equals("signature") ? new Decision.Signed(SIGNER) : new Decision.Fallback();
            case "accept_with_warning" -> new Decision.Warned(why(finding));
            case "reject" ->
                new Decision.Refused(rejected(expected.get("error_code").asText(), "6-11"));
            default -> new Decision.Refused(why(finding));
          };
      assertThat(decision).as(vector.get("id").asText()).isEqualTo(wanted);
    }
  }

  /** What steps 6, 10 and 11 say of the vector's facts; the verifier's own tests hold them. */
  private static Finding finding(JsonNode vector) {
    if (!vector.get("signature_present").asBoolean()) {
      return ABSENT;
    }
    boolean mustCover =
        vector.get("has_body").asBoolean()
            && !vector.path("legacy_digest_policy").asText().equals("either");
    if (mustCover && !vector.path("covers_content_digest").asBoolean()) {
      return new Finding.Failed(rejected("request_signature_components_incomplete", "6-11"));
    }
    if (!vector.path("cryptographic_signature_valid").asBoolean()) {
      return new Finding.Failed(rejected("request_signature_invalid", "6-11"));
    }
    boolean matches = vector.path("digest_matches_body").asBoolean(true);
    return matches
        ? VALID
        : new Finding.Failed(rejected("request_signature_digest_mismatch", "6-11"));
  }

  private static Rejected why(Finding finding) {
    return finding instanceof Finding.Failed failed ? failed.why() : REQUIRED;
  }

  private static Rejected rejected(String code, String step) {
    return new Rejected(code, step, "");
  }

  private static Mode mode(String list) {
    String name = list.replace("protocol_methods_", "").replace("_for", "");
    return Mode.valueOf(name.toUpperCase(java.util.Locale.ROOT));
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void oneFieldWithoutTheOther_isRefusedInEveryMode(Mode mode) {
    Finding unpaired = new Finding.Unpaired(rejected("request_signature_header_malformed", "1"));
    assertThat(Modes.decide(mode, unpaired, () -> true, false, REQUIRED))
        .isEqualTo(new Decision.Refused(rejected("request_signature_header_malformed", "1")));
  }

  @Test
  void modeNone_ignoresTheSignatureAndAsksNobody() {
    for (Finding finding : List.of(VALID, FAILED, ABSENT)) {
      assertThat(decide(Mode.NONE, finding)).isEqualTo(new Decision.Unsigned());
    }
  }

  @ParameterizedTest
  @EnumSource(value = Mode.class, names = "NONE", mode = EnumSource.Mode.EXCLUDE)
  void validSignature_countsInEveryOtherModeWithoutAskingForAFallback(Mode mode) {
    assertThat(decide(mode, VALID)).isEqualTo(new Decision.Signed(SIGNER));
  }

  @ParameterizedTest
  @EnumSource(
      value = Mode.class,
      names = {"SUPPORTED", "REQUIRED"})
  void failedSignature_isRefusedWithItsCodeWhateverTheFallback(Mode mode) {
    assertThat(decide(mode, FAILED)).isEqualTo(new Decision.Refused(INVALID));
  }

  @Test
  void failedSignatureUnderWarn_passesWithAFallbackOnly() {
    assertThat(Modes.decide(Mode.WARN, FAILED, () -> true, false, REQUIRED))
        .isEqualTo(new Decision.Warned(INVALID));
    assertThat(Modes.decide(Mode.WARN, FAILED, () -> false, false, REQUIRED))
        .isEqualTo(new Decision.Refused(INVALID));
  }

  @Test
  void absentSignatureUnderRequired_needsAFallback() {
    assertThat(Modes.decide(Mode.REQUIRED, ABSENT, () -> true, false, REQUIRED))
        .isEqualTo(new Decision.Fallback());
    assertThat(Modes.decide(Mode.REQUIRED, ABSENT, () -> false, false, REQUIRED))
        .isEqualTo(new Decision.Refused(REQUIRED));
  }

  @ParameterizedTest
  @EnumSource(
      value = Mode.class,
      names = {"WARN", "SUPPORTED"})
  void absentSignatureThatNobodyRequires_passes(Mode mode) {
    assertThat(decide(mode, ABSENT)).isEqualTo(new Decision.Unsigned());
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void registeredCredentials_needAValidSignatureInEveryMode(Mode mode) {
    assertThat(Modes.decide(mode, ABSENT, () -> true, true, REQUIRED))
        .isEqualTo(new Decision.Refused(REQUIRED));
    assertThat(Modes.decide(mode, FAILED, () -> true, true, REQUIRED))
        .isEqualTo(new Decision.Refused(INVALID));
    assertThat(Modes.decide(mode, VALID, () -> true, true, REQUIRED))
        .isEqualTo(new Decision.Signed(SIGNER));
  }

  @ParameterizedTest
  @CsvSource({"pay,REQUIRED", "look,NONE", "other,SUPPORTED"})
  void listedOperation_hasItsModeAndOthersTheDefault(String operation, Mode expected) {
    assertThat(modes().mode(operation, facts("{}"))).isEqualTo(expected);
  }

  @Test
  void calledMethodsAndTools_tightenTheModeAndNeverLoosenIt() {
    assertThat(modes().mode("look", facts("{'method':'tasks/cancel'}"))).isEqualTo(Mode.REQUIRED);
    assertThat(modes().mode("look", facts("{'method':'tasks/get'}"))).isEqualTo(Mode.WARN);
    assertThat(modes().mode("pay", facts("{'method':'tasks/get'}"))).isEqualTo(Mode.REQUIRED);
    assertThat(modes().mode("look", facts("{'method':'unlisted/one'}"))).isEqualTo(Mode.NONE);
    assertThat(modes().mode("look", facts("{'method':'tools/call','params':{'name':'pay'}}")))
        .isEqualTo(Mode.REQUIRED);
  }

  @Test
  void batch_hasTheStrictestModeOfItsCalls() {
    assertThat(modes().mode("look", facts("[{'method':'tasks/get'},{'method':'tasks/cancel'}]")))
        .isEqualTo(Mode.REQUIRED);
  }

  @Test
  void nameSpaces_neverMatchEachOther() {
    assertThat(modes().mode("tasks/cancel", facts("{}"))).isEqualTo(Mode.SUPPORTED);
    assertThat(modes().mode("look", facts("{'method':'pay'}"))).isEqualTo(Mode.NONE);
    assertThat(
            modes().mode("look", facts("{'method':'tools/call','params':{'name':'tasks/cancel'}}")))
        .isEqualTo(Mode.SUPPORTED);
  }

  @Test
  void toolThatIsListedNowhere_hasTheModeOfWhatIs_notThatOfItsTransport() {
    Modes modes = Modes.of(Mode.REQUIRED, Map.of(Mode.NONE, List.of("mcp")), Map.of());
    assertThat(modes.mode("mcp", facts("{'method':'tools/call','params':{'name':'pay'}}")))
        .isEqualTo(Mode.REQUIRED);
    assertThat(modes.mode("mcp", facts("{'method':'tasks/get'}"))).isEqualTo(Mode.NONE);
  }

  @Test
  void unreadableBody_hasTheStrictestModeOfAll() {
    assertThat(modes().mode("look", facts("{'method':'tasks/get','method':'tasks/get'}")))
        .isEqualTo(Mode.REQUIRED);
    assertThat(Modes.of(Mode.NONE, Map.of(), Map.of()).mode("look", facts("{")))
        .isEqualTo(Mode.NONE);
  }

  @Test
  void nameListedUnderTwoModes_failsAtStart() {
    assertFails(Map.of(Mode.WARN, List.of("pay"), Mode.REQUIRED, List.of("pay")), Map.of(), "pay");
    assertFails(Map.of(), Map.of(Mode.WARN, List.of("a/b"), Mode.NONE, List.of("a/b")), "a/b");
  }

  @Test
  void nameListedInBothNameSpaces_failsAtStart() {
    assertFails(
        Map.of(Mode.WARN, List.of("SendMessage")),
        Map.of(Mode.WARN, List.of("SendMessage")),
        "SendMessage");
  }

  @ParameterizedTest
  @ValueSource(strings = {"tasks/cancel", "tools/call", "/", " "})
  void operationThatIsAMethodsName_failsAtStart(String name) {
    assertFails(Map.of(Mode.REQUIRED, List.of(name)), Map.of(), name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"create_media_buy", "get_products", "tools/call", ""})
  void protocolMethodThatIsAnOperationsName_failsAtStart(String name) {
    assertFails(Map.of(), Map.of(Mode.REQUIRED, List.of(name)), name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ping", "initialize", "SendMessage", "message/send"})
  void protocolMethodOfOneWord_canBeListed(String name) {
    Modes modes = Modes.of(Mode.NONE, Map.of(), Map.of(Mode.REQUIRED, List.of(name)));
    assertThat(modes.mode("mcp", facts("{'method':'" + name + "'}"))).isEqualTo(Mode.REQUIRED);
    assertThat(modes.mode(name, facts("{}"))).isEqualTo(Mode.NONE);
  }

  @Test
  void operationOfAResourceMethod_thatIsListedAsAProtocolMethod_failsAtStart() {
    Modes modes = Modes.of(Mode.NONE, Map.of(), Map.of(Mode.REQUIRED, List.of("ping")));
    modes.checkServed("pay");
    assertThatThrownBy(() -> modes.checkServed("ping"))
        .isInstanceOf(SuretyException.class)
        .hasMessageContaining("'ping'");
  }

  private static void assertFails(
      Map<Mode, List<String>> operations, Map<Mode, List<String>> methods, String name) {
    assertThatThrownBy(() -> Modes.of(Mode.REQUIRED, operations, methods))
        .isInstanceOf(SuretyException.class)
        .hasMessageContaining("'" + name + "'");
  }

  private static Decision decide(Mode mode, Finding finding) {
    return Modes.decide(
        mode,
        finding,
        () -> {
          throw new AssertionError("asked for a fallback");
        },
        false,
        REQUIRED);
  }

  private static Modes modes() {
    return Modes.of(
        Mode.SUPPORTED,
        Map.of(Mode.REQUIRED, List.of("pay"), Mode.NONE, List.of("look")),
        Map.of(Mode.REQUIRED, List.of("tasks/cancel"), Mode.WARN, List.of("tasks/get")));
  }

  private static BodyFacts facts(String json) {
    return BodyFacts.of("application/json", json.replace('\'', '"').getBytes(UTF_8));
  }
}
