package dev.surety.signature.internal;

import dev.surety.signature.HttpMessage.Field;
import dev.surety.signature.HttpMessage.Request;
import dev.surety.signature.SignatureAlgorithm;
import dev.surety.signature.VerificationKey;
import dev.surety.signature.internal.message.BinaryAlphabet;
import dev.surety.signature.internal.message.Component;
import dev.surety.signature.internal.message.ContentDigest;
import dev.surety.signature.internal.message.DigestAlgorithm;
import dev.surety.signature.internal.message.SignatureBase;
import dev.surety.signature.internal.message.SignatureBase.Built;
import dev.surety.signature.internal.message.SignatureParameters;
import dev.surety.signature.internal.message.StructuredFields;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A signed request in the making, every part of which a test can make wrong; signs what it says.
 */
final class Draft {

  static final KeyPair PAIR = pair();
  static final VerificationKey KEY =
      new VerificationKey(
          VerifierFixture.ISSUER,
          "owner",
          "key-1",
          PAIR.getPublic(),
          Set.of(SignatureAlgorithm.ED25519),
          "sig",
          Set.of("verify"),
          "request-signing");

  String method = "POST";
  String target = "https://seller.example.com/adcp/create_media_buy";
  byte[] body = "{\"plan\":1}".getBytes(StandardCharsets.UTF_8);
  @Nullable String contentDigest;
  List<String> components =
      List.of("@method", "@target-uri", "@authority", "content-type", "content-digest");
  @Nullable Long created = VerifierFixture.NOW.getEpochSecond();
  @Nullable Long expires = VerifierFixture.NOW.getEpochSecond() + 300;
  @Nullable String nonce = UUID.randomUUID().toString().replace("-", "");
  @Nullable String keyId = "key-1";
  @Nullable String alg = "ed25519";
  @Nullable String tag = "adcp/request-signing/v1";
  String label = "sig1";
  BinaryAlphabet alphabet = BinaryAlphabet.BASE64URL;
  final List<Field> more = new ArrayList<>();
  UnaryOperator<String> signatureInput = UnaryOperator.identity();
  UnaryOperator<String> signature = UnaryOperator.identity();

  static Draft signed() {
    return new Draft();
  }

  Draft with(Consumer<Draft> change) {
    change.accept(this);
    return this;
  }

  Request request() {
    List<Field> fields = new ArrayList<>(List.of(new Field("Content-Type", "application/json")));
    if (body.length > 0 || contentDigest != null) {
      fields.add(
          new Field(
              "Content-Digest",
              contentDigest == null
                  ? ContentDigest.create(DigestAlgorithm.SHA_256, body, alphabet)
                  : contentDigest));
    }
    fields.addAll(more);
    Request unsigned = new Request(method, target, fields, body);
    String parameters =
        new SignatureParameters(created, expires, nonce, keyId, alg, tag)
            .serialize(components.stream().map(Draft::component).toList());
    byte[] signed = SignatureAlgorithm.ED25519.sign(PAIR.getPrivate(), base(unsigned, parameters));
    fields.add(new Field("Signature-Input", signatureInput.apply(label + "=" + parameters)));
    fields.add(
        new Field("Signature", signature.apply(label + "=:" + alphabet.encode(signed) + ":")));
    return new Request(method, target, fields, body);
  }

  private byte[] base(Request unsigned, String parameters) {
    SignatureBase base =
        SignatureBase.of(
            unsigned,
            MessageTarget.toSign(unsigned),
            components.stream().map(Draft::component).toList(),
            parameters,
            StructuredFields.REGISTERED);
    return base instanceof Built built ? built.bytes() : new byte[0];
  }

  /** By its name, which {@code ;bs} or another flag may follow. */
  private static Component component(String text) {
    String[] parts = text.split(";");
    return parts.length == 1 ? Component.of(text) : new Component(parts[0], Map.of(parts[1], true));
  }

  private static KeyPair pair() {
    try {
      return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
