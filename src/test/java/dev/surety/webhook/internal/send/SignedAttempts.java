package dev.surety.webhook.internal.send;

import dev.surety.signature.HttpMessage;
import dev.surety.signature.HttpMessage.Field;
import dev.surety.signature.SignatureSigner;
import dev.surety.testing.MapConfig;
import dev.surety.webhook.internal.FixedKeys;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Attempts to be signed as configured. */
abstract class SignedAttempts {

  static final InstantSource NOW = () -> Instant.parse("2026-04-18T14:00:00.9Z");
  static final byte[] SECRET = bytes("0123456789abcdefghijklmnopqrstuv");
  final List<HttpMessage.Request> signed = new ArrayList<>();

  final SignatureSigner signer =
      message -> {
        signed.add((HttpMessage.Request) message);
        return List.of(
            new Field("Content-Digest", "sha-256=:x:"),
            new Field("Signature-Input", "sig1=(\"@method\");created=1776520799;keyid=\"k\""),
            new Field("Signature", "sig1=:x:"));
      };

  SignedRequests requests(byte[] secret, InstantSource clock, Map<String, String> config) {
    return requests(secret, clock, config, name -> signer);
  }

  static SignedRequests requests(
      byte[] secret,
      InstantSource clock,
      Map<String, String> config,
      Function<String, SignatureSigner> signers) {
    return new SignedRequests(settings(config), FixedKeys.of(secret), List.of(), signers, clock);
  }

  static WireSettings settings(Map<String, String> config) {
    return WireSettings.of(new MapConfig(config));
  }

  static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
