package dev.surety.webhook.internal.send;

import dev.surety.core.Setting;
import dev.surety.keys.Ring;
import dev.surety.webhook.Endpoint.Signature;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.Config;

/**
 * The validated {@code surety.webhook.*} settings of how deliveries are signed.
 *
 * @param signatures what messages carry whose endpoint does not say
 * @param ring whose keys sign what has no ring of its own
 * @param signer which signer of the signature part makes RFC 9421 signatures
 * @param ed25519Keys private keys as Standard Webhooks writes them; each signs
 * @param ed25519Signer whose bean of type {@code SigningKey} signs instead; empty for none
 */
public record WireSettings(
    Set<Signature> signatures,
    Ring ring,
    String signer,
    List<StandardKey> ed25519Keys,
    String ed25519Signer) {

  private static final String PREFIX = "surety.webhook.";
  private static final String SIGNER_NAME = "[a-z][a-z0-9-]{0,31}";

  static final Setting<Set<Signature>> SIGNATURES =
      new Setting<>(
          PREFIX + "signatures",
          "standard",
          "one or more of standard, standard-ed25519, rfc9421 and legacy, separated by commas",
          WireSettings::signatures);
  static final Setting<Ring> RING =
      new Setting<>(
          PREFIX + "ring", "webhooks", "a ring's name: [A-Za-z0-9_.-]{1,64}", Ring::webhook);
  static final Setting<String> SIGNER =
      Setting.text(
          PREFIX + "signer",
          "default",
          "default, or a signer named in surety.signature.signers",
          Pattern.compile(SIGNER_NAME));
  static final Setting<List<StandardKey>> ED25519_KEYS =
      Setting.<StandardKey>list(
              PREFIX + "ed25519-keys",
              "private keys as whsk_ and base64 of 32 or 64 bytes",
              StandardKey::parse)
          .asSecret();
  static final Setting<String> ED25519_SIGNER =
      Setting.text(
          PREFIX + "ed25519-signer",
          "",
          "a signer named in surety.signature.signers, for which there is a bean of type"
              + " SigningKey; empty for none",
          Pattern.compile("|" + SIGNER_NAME));

  /** Every setting, in the order of the README's table. */
  public static final List<Setting<?>> ALL =
      List.of(SIGNATURES, RING, SIGNER, ED25519_KEYS, ED25519_SIGNER);

  public WireSettings {
    signatures = Set.copyOf(signatures);
    ed25519Keys = List.copyOf(ed25519Keys);
  }

  public static WireSettings of(Config config) {
    return new WireSettings(
        SIGNATURES.in(config),
        RING.in(config),
        SIGNER.in(config),
        ED25519_KEYS.in(config),
        ED25519_SIGNER.in(config));
  }

  private static Set<Signature> signatures(String text) {
    Set<Signature> signatures = EnumSet.noneOf(Signature.class);
    Arrays.stream(text.split(",", -1))
        .map(part -> part.strip().toUpperCase(Locale.ROOT).replace('-', '_'))
        .map(Signature::valueOf)
        .forEach(signatures::add);
    return signatures;
  }
}
