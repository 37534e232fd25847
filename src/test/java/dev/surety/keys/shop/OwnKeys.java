package dev.surety.keys.shop;

import dev.surety.keys.KeyEncryptionKeys;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/** An application's own source of key-encryption keys. */
@ApplicationScoped
public class OwnKeys implements KeyEncryptionKeys {

  @Override
  public String currentId() {
    return "own-1";
  }

  @Override
  public Optional<SecretKey> find(String id) {
    return id.equals("own-1")
        ? Optional.of(new SecretKeySpec(new byte[32], "AES"))
        : Optional.empty();
  }
}
