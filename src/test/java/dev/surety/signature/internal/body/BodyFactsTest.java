package dev.surety.signature.internal.body;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.surety.testing.Vectors;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BodyFactsTest {

  private static final String JSON = "application/json";

  @Test
  void envelope_callsItsMethod() {
    BodyFacts facts = facts("{'jsonrpc':'2.0','id':1,'method':'tasks/cancel','params':{}}");
    assertThat(facts.protocolMethods()).containsExactly("tasks/cancel");
    assertThat(facts.operations()).isEmpty();
    assertThat(facts.resolved()).isTrue();
  }

  @Test
  void methodWithoutVersion_isCalledToo() {
    assertThat(facts("{'method':'tasks/cancel'}").protocolMethods())
        .containsExactly("tasks/cancel");
  }

  @Test
  void toolCall_callsTheOperationAndNoMethod() {
    BodyFacts facts =
        facts(
            "{'jsonrpc':'2.0','method':'tools/call','params':{'name':'tasks/cancel','arguments':{}}}");
    assertThat(facts.operations()).containsExactly("tasks/cancel");
    assertThat(facts.protocolMethods()).isEmpty();
  }

  @Test
  void batch_callsAllThatItLists() {
    BodyFacts facts =
        facts(
            "[{'method':'ping'},{'method':'tools/call','params':{'name':'buy'}},"
                + "{'jsonrpc':'2.0','result':{}},7,{'method':'tasks/get'}]");
    assertThat(facts.protocolMethods()).containsExactly("ping", "tasks/get");
    assertThat(facts.operations()).containsExactly("buy");
    assertThat(facts.resolved()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'jsonrpc':'2.0','method':7}",
        "{'jsonrpc':'2.0','method':null}",
        "{'method':''}",
        "{'method':'tools/call'}",
        "{'method':'tools/call','params':{'name':7}}",
        "{'method':'tools/call','params':['buy']}",
        "[{'method':'ping'},{'jsonrpc':'2.0','method':['tools/call']}]"
      })
  void callThatNobodyCanName_isUnresolved(String json) {
    assertThat(facts(json).resolved()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'plan_id':'p'}",
        "{'method':{'type':'card'}}",
        "{'jsonrpc':'2.0','id':1,'result':{}}",
        "[]",
        "7"
      })
  void otherJson_callsNothing(String json) {
    assertThat(facts(json)).isEqualTo(new BodyFacts(java.util.List.of(), true, false));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'method':'ping','method':'tasks/cancel'}",
        "{'a':1}x",
        "\uFEFF{}",
        "{",
        "nonsense"
      })
  void unreadableJson_isTakenForTheWorst(String json) {
    BodyFacts facts = facts(json);
    assertThat(facts.resolved()).isFalse();
    assertThat(facts.registersCredentials()).isTrue();
    assertThat(BodyFacts.of(null, bytes(json))).isEqualTo(facts);
    assertThat(BodyFacts.of("Application/Problem+JSON; charset=x", bytes(json))).isEqualTo(facts);
  }

  @Test
  void bodyOfAnotherType_callsNothingUnlessItCanBeReadAsJson() {
    assertThat(BodyFacts.of("text/plain", bytes("hello")).resolved()).isTrue();
    assertThat(BodyFacts.of("text/plain", bytes("hello")).registersCredentials()).isFalse();
    assertThat(BodyFacts.of("text/plain", bytes("{'method':'ping'}")).protocolMethods())
        .containsExactly("ping");
  }

  @Test
  void emptyBody_callsNothing() {
    assertThat(BodyFacts.of(JSON, new byte[0]).resolved()).isTrue();
    assertThat(BodyFacts.of(JSON, new byte[0]).calls()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'push_notification_config':{'url':'u','authentication':{'schemes':['Bearer']}}}",
        "{'push_notification_config':{'authentication':{}}}",
        "{'notification_configs':[{'url':'u'},{'authentication':{'credentials':'c'}}]}",
        "{'accounts':[{'notification_configs':[{'authentication':{'credentials':'c'}}]}]}",
        "{'method':'tools/call','params':{'name':'buy','arguments':{'push_notification_config':{'authentication':{}}}}}",
        "{'method':'message/send','params':{'message':{'parts':[{'data':{'skill':'buy','input':"
            + "{'push_notification_config':{'authentication':{}}}}}]}}}",
        "[{'method':'ping'},{'params':{'push_notification_config':{'authentication':'x'}}}]"
      })
  void bodyWithWebhookCredentials_registersThem(String json) {
    assertThat(facts(json).registersCredentials()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'push_notification_config':{'url':'u'}}",
        "{'push_notification_config':{'authentication':null}}",
        "{'push_notification_config':null,'notification_configs':null}",
        "{'notification_configs':[]}",
        "{'authentication':{'credentials':'c'}}",
        "{'governance_agents':[{'authentication':{'credentials':'c'}}]}",
        "{'text':'push_notification_config authentication'}"
      })
  void bodyWithoutWebhookCredentials_registersNone(String json) {
    assertThat(facts(json).registersCredentials()).isFalse();
  }

  @Test
  void unsignedProtocolMethodVector_callsItsMethod() {
    JsonNode vector =
        Vectors.json(
            Vectors.path(
                "adcp/request-signing/negative/028-unsigned-protocol-method-required.json"));
    byte[] body = vector.at("/request/body").asText().getBytes(UTF_8);
    assertThat(BodyFacts.of(JSON, body).protocolMethods())
        .containsExactly(
            vector.at("/verifier_capability/protocol_methods_required_for/0").asText());
  }

  @Test
  void anyBytes_areReadWithoutAnException() {
    Random random = new Random();
    for (int i = 0; i < Integer.getInteger("surety.fuzz", 20_000); i++) {
      byte[] body = new byte[random.nextInt(20)];
      random.nextBytes(body);
      assertThat(BodyFacts.of(JSON, body)).isNotNull();
    }
  }

  private static BodyFacts facts(String json) {
    return BodyFacts.of(JSON, bytes(json));
  }

  private static byte[] bytes(String json) {
    return json.replace('\'', '"').getBytes(UTF_8);
  }
}
