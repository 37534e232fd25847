package dev.surety.webhook.internal.receive;

import dev.surety.core.json.RepeatedNames;
import dev.surety.keys.MacKey;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * The legacy form of AdCP: {@code sha256=hex(HMAC(secret, timestamp "." body))} with a secret of 32
 * bytes or more.
 *
 * <p>A body with the same name twice in an object is malformed, signed or not: readers differ on
 * what it says.
 */
record LegacyInspection(Supplier<List<MacKey>> macs, Tolerance tolerance) implements Inspection {

  static final String SIGNATURE = "x-adcp-signature";
  static final String TIMESTAMP = "x-adcp-timestamp";
  private static final String PREFIX = "sha256=";
  private static final Pattern FORM = Pattern.compile(PREFIX + "[0-9a-fA-F]{64}");
  private static final int LEAST_SECRET = 32;

  @Override
  public Finding inspect(Arrival arrival) {
    if (!arrival.has(SIGNATURE)) {
      return OtherModes.missing(arrival);
    }
    String timestamp = arrival.only(TIMESTAMP);
    Finding untimely = tolerance.refusal(timestamp);
    if (untimely != null) {
      return untimely;
    }
    String signature = arrival.only(SIGNATURE);
    if (signature == null || !FORM.matcher(signature).matches()) {
      return Finding.malformed("the signature is repeated, or not sha256= and 64 hex digits");
    }
    byte[] code = HexFormat.of().parseHex(signature.substring(PREFIX.length()));
    byte[] head = (timestamp + ".").getBytes(StandardCharsets.US_ASCII);
    byte[] content = Bytes.joined(head, arrival.body());
    if (macs.get().stream()
        .noneMatch(key -> key.length() >= LEAST_SECRET && key.matches(content, code))) {
      return Finding.unauthenticated("the signature is not the sender's");
    }
    return RepeatedNames.in(arrival.body())
        ? Finding.malformed("the body has an object with the same name twice")
        : MessageId.of(arrival, HexFormat.of().formatHex(code));
  }
}
