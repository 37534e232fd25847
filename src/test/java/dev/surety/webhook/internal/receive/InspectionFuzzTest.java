package dev.surety.webhook.internal.receive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.surety.keys.MacKey;
import dev.surety.webhook.internal.FixedKeys;
import dev.surety.webhook.internal.receive.Finding.Doubtful;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whatever a stranger makes of a genuine request, it is refused and nothing else happens. */
class InspectionFuzzTest {

  private static final int ROUNDS = Integer.getInteger("surety.fuzz", 20_000);
  private static final Instant NOW = Instant.ofEpochSecond(1_700_000_000L);
  private static final byte[] BODY = "{\"event\":\"test\"}".getBytes(StandardCharsets.UTF_8);
  private static final MacKey KEY =
      FixedKeys.of("0123456789abcdefghijklmnopqrstuv".getBytes(StandardCharsets.US_ASCII))
          .keys()
          .get(0);

  private final Random random = new Random(20_261_121);
  private final Tolerance tolerance = new Tolerance(Duration.ofMinutes(5), () -> NOW);
  private final Inspection standard =
      new StandardInspection(() -> List.of(KEY), List.of(), tolerance);
  private final Inspection legacy = new LegacyInspection(() -> List.of(KEY), tolerance);

  @Test
  void standardRequest_changedAnywhere_isRefused() {
    Map<String, String> genuine = new HashMap<>();
    genuine.put("webhook-id", "msg_1");
    genuine.put("webhook-timestamp", "1700000000");
    genuine.put("webhook-signature", "v1," + base64(KEY.mac(content("msg_1.1700000000."))));
    fuzz(standard, genuine);
  }

  @Test
  void legacyRequest_changedAnywhere_isRefused() {
    Map<String, String> genuine = new HashMap<>();
    genuine.put("x-adcp-timestamp", "1700000000");
    genuine.put(
        "x-adcp-signature", "sha256=" + HexFormat.of().formatHex(KEY.mac(content("1700000000."))));
    fuzz(legacy, genuine);
  }

  private void fuzz(Inspection inspection, Map<String, String> genuine) {
    for (int round = 0; round < ROUNDS; round++) {
      Map<String, String> changed = new HashMap<>(genuine);
      byte[] body = BODY;
      if (random.nextInt(4) == 0) {
        body = mutated(BODY);
      } else {
        List<String> names = new ArrayList<>(genuine.keySet());
        String name = names.get(random.nextInt(names.size()));
        changed.put(name, mutated(genuine.get(name)));
      }
      boolean same = Arrays.equals(body, BODY) && isSigned(changed, genuine);
      Finding finding = inspection.inspect(arrival(changed, body));
      if (!same) {
        assertThat(finding).as("%s", changed).isInstanceOf(Doubtful.class);
      }
    }
  }

  /** Hex digits may be of either case, and further signatures may stand beside the right one. */
  private static boolean isSigned(Map<String, String> changed, Map<String, String> genuine) {
    return genuine.keySet().stream()
        .allMatch(
            name ->
                name.endsWith("-signature")
                    ? Stream.of(changed.get(name).split(" ", -1))
                        .anyMatch(
                            one ->
                                name.startsWith("webhook")
                                    ? one.equals(genuine.get(name))
                                    : one.equalsIgnoreCase(genuine.get(name)))
                    : changed.get(name).equals(genuine.get(name)));
  }

  private Arrival arrival(Map<String, String> headers, byte[] body) {
    Map<String, List<String>> lines = new HashMap<>();
    headers.forEach(
        (name, value) ->
            lines.put(random.nextBoolean() ? name : name.toUpperCase(Locale.ROOT), List.of(value)));
    return Arrival.of("POST", "https://example.com/", lines, body);
  }

  private String mutated(String value) {
    StringBuilder text = new StringBuilder(value);
    for (int times = 1 + random.nextInt(3); times > 0; times--) {
      int at = random.nextInt(text.length() + 1);
      switch (random.nextInt(4)) {
        case 0 -> text.insert(at, (char) random.nextInt(0x120));
        case 1 -> text.setLength(at);
        case 2 -> text.insert(at, " v1,");
        default -> {
          if (at < text.length()) {
            text.setCharAt(at, (char) (32 + random.nextInt(95)));
          }
        }
      }
    }
    return text.toString();
  }

  private byte[] mutated(byte[] body) {
    byte[] changed = Arrays.copyOf(body, random.nextInt(2 * body.length + 1));
    if (changed.length > 0) {
      changed[random.nextInt(changed.length)] = (byte) random.nextInt();
    }
    return changed;
  }

  private static byte[] content(String head) {
    return Bytes.joined(head.getBytes(StandardCharsets.US_ASCII), BODY);
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
