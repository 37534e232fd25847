package dev.surety.webhook.process;

import dev.surety.testing.HttpSink;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A webhook as it was read from the wire. */
record Hook(HttpSink.Request request) {

  private static final Pattern ORDER = Pattern.compile("\"order\":(\\d+)");

  String path() {
    return request.path();
  }

  byte[] body() {
    return request.body();
  }

  Instant at() {
    return request.at();
  }

  String webhookId() {
    return request.header("webhook-id");
  }

  String sender(SenderKeys keys) {
    return keys.sender(
        webhookId(),
        request.header("webhook-timestamp"),
        body(),
        request.header("webhook-signature"));
  }

  @Nullable String sequenceKey() {
    String key = request.headers().get("webhook-sequence-key");
    return key == null ? null : URLDecoder.decode(key, StandardCharsets.UTF_8);
  }

  @Nullable Long sequenceNumber() {
    String number = request.headers().get("webhook-sequence-number");
    return number == null ? null : Long.valueOf(number);
  }

  /** The number of the order that it tells of; -1 if it tells of none. */
  long order() {
    Matcher found = ORDER.matcher(request.text());
    return found.find() ? Long.parseLong(found.group(1)) : -1;
  }
}
