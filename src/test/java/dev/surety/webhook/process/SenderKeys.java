package dev.surety.webhook.process;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A key pair of each instance, so that what arrives tells which one has sent it. */
final class SenderKeys {

  private static final int SEED = 32;

  private final Map<String, PublicKey> keys = new ConcurrentHashMap<>();

  /** The private key, as Standard Webhooks writes it. */
  String create(String instance) {
    try {
      KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
      keys.put(instance, pair.getPublic());
      byte[] encoded = pair.getPrivate().getEncoded();
      byte[] seed = Arrays.copyOfRange(encoded, encoded.length - SEED, encoded.length);
      return "whsk_" + Base64.getEncoder().encodeToString(seed);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The instance that has signed it, empty if none has. */
  String sender(String webhookId, String timestamp, byte[] body, String signatures) {
    byte[] head = (webhookId + "." + timestamp + ".").getBytes(StandardCharsets.US_ASCII);
    for (String signature : signatures.split(" ")) {
      if (signature.startsWith("v1a,")) {
        byte[] bytes = Base64.getDecoder().decode(signature.substring("v1a,".length()));
        for (Map.Entry<String, PublicKey> key : keys.entrySet()) {
          if (isBy(key.getValue(), head, body, bytes)) {
            return key.getKey();
          }
        }
      }
    }
    return "";
  }

  private static boolean isBy(PublicKey key, byte[] head, byte[] body, byte[] signature) {
    try {
      Signature verifier = Signature.getInstance("Ed25519");
      verifier.initVerify(key);
      verifier.update(head);
      verifier.update(body);
      return verifier.verify(signature);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
