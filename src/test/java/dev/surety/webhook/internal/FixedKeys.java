package dev.surety.webhook.internal;

import dev.surety.keys.MacKey;
import dev.surety.keys.MacKeys;
import dev.surety.keys.Ring;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Keys whose secrets a vector gives, for tests of what is done with them. */
public record FixedKeys(List<MacKey> keys) implements MacKeys {

  public static FixedKeys of(byte[]... secrets) {
    return new FixedKeys(Stream.of(secrets).<MacKey>map(FixedKey::new).toList());
  }

  @Override
  public List<MacKey> signing(Ring ring) {
    return keys;
  }

  @Override
  public List<MacKey> verifying(Ring ring) {
    return keys;
  }

  @Override
  public Optional<MacKey> verifying(Ring ring, String kid) {
    return keys.stream().filter(key -> key.kid().equals(kid)).findFirst();
  }

  @SuppressWarnings("ArrayRecordComponent")
  private record FixedKey(byte[] secret) implements MacKey {

    @Override
    public String kid() {
      return "fixed";
    }

    @Override
    public int length() {
      return secret.length;
    }

    @Override
    public byte[] mac(byte[] message) {
      try {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret, "HmacSHA256"));
        return mac.doFinal(message);
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public boolean matches(byte[] message, byte[] mac) {
      return MessageDigest.isEqual(mac(message), mac);
    }
  }
}
