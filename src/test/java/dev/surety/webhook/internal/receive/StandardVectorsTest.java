package dev.surety.webhook.internal.receive;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.surety.keys.Secret;
import dev.surety.testing.Vectors;
import dev.surety.webhook.internal.FixedKeys;
import dev.surety.webhook.internal.receive.Finding.Genuine;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The cases of Standard Webhooks' own tests. */
class StandardVectorsTest {

  @TestFactory
  Stream<DynamicTest> eachCase_isJudgedAsTheReferenceDoes() {
    JsonNode vectors = Vectors.json(Vectors.path("standard-webhooks/cases.json"));
    Duration tolerance = Duration.ofSeconds(vectors.get("tolerance_seconds").asLong());
    return StreamSupport.stream(vectors.get("cases").spliterator(), false)
        .map(
            one ->
                DynamicTest.dynamicTest(
                    one.get("name").asText(),
                    () ->
                        assertThat(isGenuine(one, tolerance))
                            .isEqualTo(one.get("valid").asBoolean())));
  }

  private static boolean isGenuine(JsonNode one, Duration tolerance) {
    Secret secret;
    try {
      secret = Secret.parse(one.get("secret").asText());
    } catch (IllegalArgumentException e) {
      assertThat(one.path("construct_error").asBoolean()).isTrue();
      return false;
    }
    Map<String, List<String>> headers = new HashMap<>();
    one.get("headers")
        .fields()
        .forEachRemaining(field -> headers.put(field.getKey(), List.of(field.getValue().asText())));
    Instant now = Instant.ofEpochSecond(one.get("now").asLong());
    return new StandardInspection(
                () -> FixedKeys.of(secret.bytes()).keys(),
                List.of(),
                new Tolerance(tolerance, () -> now))
            .inspect(
                Arrival.of(
                    "POST",
                    "https://example.com/",
                    headers,
                    one.get("payload").asText().getBytes(StandardCharsets.UTF_8)))
        instanceof Genuine;
  }
}
