package dev.surety.webhook.process;

import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A request as it was read from the wire. */
record Hook(String path, Map<String, String> fields, byte[] body, Instant at) {

  private static final Pattern ORDER = Pattern.compile("\"order\":(\\d+)");

  /** Reads a request to its end; null if the connection ends before that. */
  static @Nullable Hook read(InputStream in) throws IOException {
    String[] lines = head(in).split("\r\n");
    String[] start = lines[0].split(" ");
    if (start.length != 3) {
      return null;
    }
    Map<String, String> fields = new TreeMap<>();
    for (int i = 1; i < lines.length; i++) {
      int colon = lines[i].indexOf(':');
      fields.put(
          lines[i].substring(0, colon).toLowerCase(Locale.ROOT),
          lines[i].substring(colon + 1).strip());
    }
    int length = Integer.parseInt(fields.getOrDefault("content-length", "0"));
    byte[] body = in.readNBytes(length);
    return body.length < length ? null : new Hook(start[1], fields, body, Instant.now());
  }

  String webhookId() {
    return fields.getOrDefault("webhook-id", "");
  }

  String sender(SenderKeys keys) {
    return keys.sender(
        webhookId(),
        fields.getOrDefault("webhook-timestamp", ""),
        body,
        fields.getOrDefault("webhook-signature", ""));
  }

  @Nullable String sequenceKey() {
    String key = fields.get("webhook-sequence-key");
    return key == null ? null : URLDecoder.decode(key, StandardCharsets.UTF_8);
  }

  @Nullable Long sequenceNumber() {
    String number = fields.get("webhook-sequence-number");
    return number == null ? null : Long.valueOf(number);
  }

  /** The number of the order that it tells of; -1 if it tells of none. */
  long order() {
    Matcher found = ORDER.matcher(new String(body, StandardCharsets.UTF_8));
    return found.find() ? Long.parseLong(found.group(1)) : -1;
  }

  private static String head(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    int octet;
    while ((octet = in.read()) >= 0) {
      head.append((char) octet);
      if (octet == '\n' && head.length() >= 4 && head.indexOf("\r\n\r\n", head.length() - 4) >= 0) {
        return head.toString();
      }
    }
    return "";
  }
}
