package dev.surety.signature;

import static dev.surety.signature.shop.Parcel.code;
import static org.assertj.core.api.Assertions.assertThat;

import dev.surety.signature.shop.Letter;
import dev.surety.signature.shop.ModesShop;
import dev.surety.signature.shop.OwnKeys;
import dev.surety.signature.shop.Parcel;
import dev.surety.signature.shop.PartnerKey;
import dev.surety.testing.RawHttp.Reply;
import dev.surety.testing.TestWar;
import java.net.URI;
import java.util.Map;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Modes of operations and JSON-RPC methods, with keys and callers that the application knows. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class ModesIT {

  private static final PartnerKey KEY = PartnerKey.ed25519("ours-1");
  private static final String REQUIRED = "request_signature_required";
  private static final String INVALID = "request_signature_invalid";

  @ArquillianResource URI base;

  @Deployment(testable = false)
  static WebArchive archive() {
    String prefix = "surety.signature.";
    return TestWar.named("modes.war")
        .config(Map.of(prefix + "signers", "carrier,keyless"))
        .config(
            Map.of(
                prefix + "required-for",
                "create_order",
                prefix + "supported-for",
                "read_order,rpc",
                prefix + "warn-for",
                "list_orders",
                prefix + "none-for",
                "open_order",
                prefix + "protocol-methods-required-for",
                "tasks/cancel",
                "tests.public-key",
                KEY.spki(),
                "tests.private-key",
                KEY.pkcs8()))
        .classes(ModesShop.class, OwnKeys.class, PartnerKey.class)
        .build();
  }

  @ParameterizedTest
  @CsvSource({
    "create,employee",
    "read,employee",
    "list,employee",
    "open,nobody",
    "unlisted,employee"
  })
  void signedRequest_passesInEveryMode_andIsIgnoredInNone(String operation, String who) {
    assertPassed(letter(operation).signedBy(KEY).send(), who);
  }

  @ParameterizedTest
  @CsvSource({"create," + REQUIRED, "read,200", "list,200", "open,200", "unlisted," + REQUIRED})
  void unsignedRequest_isRefusedOnlyWhereASignatureIsRequired(String operation, String expected) {
    assertThat(code(letter(operation).unsigned().send())).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"create", "read", "list", "open", "unlisted"})
  void unsignedRequestOfAnAuthenticatedCaller_passesInEveryMode(String operation) {
    assertPassed(bearing("right", letter(operation).unsigned()).send(), "nobody");
  }

  @Test
  void unsignedRequestOfAnUnknownCaller_isRequired() {
    assertThat(code(bearing("wrong", letter("create").unsigned()).send())).isEqualTo(REQUIRED);
  }

  @ParameterizedTest
  @CsvSource({
    "create," + INVALID,
    "read," + INVALID,
    "list,200",
    "open,200",
    "unlisted," + INVALID
  })
  void forgedRequestOfAnAuthenticatedCaller_passesOnlyInWarnAndNone(
      String operation, String expected) {
    assertThat(code(bearing("right", forged(operation)).send())).isEqualTo(expected);
  }

  @Test
  void forgedRequestOfNobody_isRefusedInWarn() {
    assertThat(code(forged("list").send())).isEqualTo(INVALID);
  }

  @ParameterizedTest
  @ValueSource(strings = {"create", "read", "list", "open"})
  void oneFieldWithoutTheOther_isMalformedInEveryMode(String operation) {
    Parcel half = letter(operation).signedBy(KEY).without("Signature-Input");
    assertThat(code(bearing("right", half).send())).isEqualTo("request_signature_header_malformed");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'jsonrpc':'2.0','id':1,'method':'tasks/cancel','params':{}}|" + REQUIRED,
        "{'jsonrpc':'2.0','id':1,'method':'tasks/get','params':{}}|200",
        "[{'jsonrpc':'2.0','id':1,'method':'tasks/get'},"
            + "{'jsonrpc':'2.0','id':2,'method':'tasks/cancel'}]|"
            + REQUIRED,
        "{'jsonrpc':'2.0','id':1,'method':'tools/call','params':{'name':'create_order'}}|"
            + REQUIRED,
        "{'jsonrpc':'2.0','id':1,'method':'tools/call','params':{'name':'tasks/cancel'}}|"
            + REQUIRED,
        "{'jsonrpc':'2.0','id':1,'method':'tools/call','params':{'name':'read_order'}}|200",
        "{'jsonrpc':'2.0','id':1,'method':'create_order'}|200",
        "{'method':'tasks/cancel','jsonrpc':'2.0',|" + REQUIRED
      })
  void unsignedCall_isJudgedByWhatItCalls(String body, String expected) {
    assertThat(code(rpc(body).unsigned().send())).isEqualTo(expected);
  }

  @Test
  void signedCall_passes() {
    String body = "{'jsonrpc':'2.0','id':1,'method':'tasks/cancel','params':{}}";
    assertPassed(rpc(body).signedBy(KEY).send(), "employee");
  }

  @Test
  void keysOfTheApplicationsResolver_takeThePlaceOfKeySets() {
    assertPassed(letter("create").signedBy(named("ours-2")).send(), "employee");
    assertThat(code(letter("create").signedBy(named("theirs")).send()))
        .isEqualTo("request_signature_key_unknown");
    assertThat(code(letter("create").signedBy(named("down-1")).send()))
        .isEqualTo("request_signature_jwks_unavailable");
  }

  @ParameterizedTest
  @CsvSource({
    "ours-revoked,request_signature_key_revoked",
    "ours-stale,request_signature_revocation_stale",
    "ours-broken,request_signature_revocation_stale"
  })
  void revocationsOfTheApplication_refuseItsKeys(String kid, String expected) {
    assertThat(code(letter("create").signedBy(named(kid)).send())).isEqualTo(expected);
  }

  @Test
  void signingKeyOfTheApplication_signsWhatItsClientSends() {
    String url = base + "api/calls?url=" + base + "api/modes/create";
    assertPassed(new Letter("GET", url, "").unsigned().send(), "employee");
  }

  @Test
  void signingKeyOfTheApplication_isItsSignersOnly() {
    Reply keys = new Letter("GET", base + "api/calls/keys", "").unsigned().send();
    assertThat(Parcel.body(keys)).isEqualTo("ours-kms ours-carrier none");
  }

  private static void assertPassed(Reply reply, String who) {
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    assertThat(Parcel.body(reply)).isEqualTo(who);
  }

  private Parcel forged(String operation) {
    return letter(operation).signedBy(PartnerKey.ed25519(KEY.kid()));
  }

  private static Parcel bearing(String token, Parcel parcel) {
    return parcel.with("Authorization", "Bearer " + token);
  }

  private static PartnerKey named(String kid) {
    return new PartnerKey(kid, KEY.algorithm(), KEY.key(), "");
  }

  private Letter letter(String operation) {
    return new Letter("POST", base + "api/modes/" + operation, "{}");
  }

  private Letter rpc(String body) {
    return new Letter("POST", base + "api/modes/rpc", body.replace('\'', '"'))
        .field("Content-Type", "application/json");
  }
}
