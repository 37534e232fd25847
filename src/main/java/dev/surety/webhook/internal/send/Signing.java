package dev.surety.webhook.internal.send;

import dev.surety.SuretyException;
import dev.surety.core.LimitedLog;
import dev.surety.core.json.RepeatedNames;
import dev.surety.keys.MacKey;
import dev.surety.keys.MacKeys;
import dev.surety.keys.Ring;
import dev.surety.signature.HttpMessage;
import dev.surety.signature.HttpMessage.Field;
import dev.surety.signature.SignatureSigner;
import dev.surety.signature.SigningKey;
import dev.surety.webhook.Endpoint.Signature;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Signs one attempt's header in every way that is asked for, at one second. */
final class Signing {

  /** Where the keys come from. */
  record Keys(
      MacKeys macs,
      List<SigningKey> ed25519,
      Function<String, SignatureSigner> signers,
      String signer) {}

  private static final Pattern CREATED = Pattern.compile("\\);created=(\\d{1,12})(;|$)");

  private final Keys keys;
  private final Set<Signature> signatures;
  private final Ring ring;
  private final InstantSource clock;
  private String asked;

  Signing(Keys keys, Set<Signature> signatures, Ring ring, InstantSource clock) {
    this.keys = keys;
    this.signatures = signatures;
    this.ring = ring;
    this.clock = clock;
    this.asked = ring.name();
  }

  /**
   * @param unsigned the header so far
   */
  Prepared sign(Job.Message message, List<Field> unsigned) {
    if (signatures.contains(Signature.RFC9421) || signatures.contains(Signature.LEGACY)) {
      checkBody(message.body());
    }
    try {
      List<Field> fields = new ArrayList<>(unsigned);
      fields.addAll(rfc9421(message, unsigned));
      // That signer reads the time itself, and the other signatures take it over.
      long time = created(fields).orElseGet(() -> clock.instant().getEpochSecond());
      SignedContent content = new SignedContent(message.webhookId(), time, message.body());
      fields.add(content.timestamp());
      fields.addAll(standard(content));
      fields.addAll(legacy(content));
      return new Prepared.Ready(fields);
    } catch (IllegalStateException | SuretyException e) {
      return new Prepared.Unsigned(asked, LimitedLog.clean(Objects.toString(e.getMessage())));
    }
  }

  private List<Field> rfc9421(Job.Message message, List<Field> unsigned) {
    if (!signatures.contains(Signature.RFC9421)) {
      return List.of();
    }
    asked = keys.signer();
    return keys.signers()
        .apply(keys.signer())
        .sign(new HttpMessage.Request("POST", message.url(), unsigned, List.of(), message.body()));
  }

  private static Optional<Long> created(List<Field> fields) {
    return fields.stream()
        .filter(field -> field.name().toLowerCase(Locale.ROOT).equals("signature-input"))
        .map(field -> CREATED.matcher(field.value()))
        .filter(Matcher::find)
        .map(found -> Long.valueOf(found.group(1)))
        .findFirst();
  }

  private List<Field> standard(SignedContent content) {
    List<String> all = new ArrayList<>();
    if (signatures.contains(Signature.STANDARD)) {
      macs().forEach(key -> all.add(content.v1(key)));
    }
    if (signatures.contains(Signature.STANDARD_ED25519)) {
      asked = WireSettings.ED25519_KEYS.key();
      if (keys.ed25519().isEmpty()) {
        throw new IllegalStateException("no Ed25519 key is configured");
      }
      keys.ed25519().forEach(key -> all.add(content.v1a(key)));
    }
    return all.isEmpty()
        ? List.of()
        : List.of(new Field("webhook-signature", String.join(" ", all)));
  }

  private List<Field> legacy(SignedContent content) {
    if (!signatures.contains(Signature.LEGACY)) {
      return List.of();
    }
    MacKey active = macs().get(0);
    if (active.length() < SignedContent.LEAST_LEGACY_SECRET) {
      throw new IllegalStateException(
          "the legacy form needs a secret of 32 bytes or more; rotate the ring to one");
    }
    return content.legacy(active);
  }

  private List<MacKey> macs() {
    asked = ring.name();
    try {
      return keys.macs().signing(ring);
    } catch (IllegalArgumentException e) {
      // The ring is for something else, so that it has no key for this.
      throw new IllegalStateException(e.getMessage(), e);
    }
  }

  /** AdCP receivers must refuse such a body, and signers must not sign it. */
  private static void checkBody(byte[] body) {
    if (RepeatedNames.in(body)) {
      throw new IllegalArgumentException(
          "the payload has an object with the same name twice, which rfc9421 and legacy signatures"
              + " must not cover; send each name once");
    }
  }
}
