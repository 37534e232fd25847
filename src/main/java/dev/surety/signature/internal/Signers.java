package dev.surety.signature.internal;

import dev.surety.SuretyException;
import dev.surety.signature.SignatureAlgorithm;
import dev.surety.signature.SigningKey;
import dev.surety.signature.internal.key.KeyAlgorithms;
import dev.surety.signature.internal.key.Location;
import dev.surety.signature.internal.key.Pem;
import java.security.PrivateKey;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The configured signers by name. */
final class Signers {

  private static final int LONGEST_PEM = 1 << 16;

  private final Map<String, ProfileSigner> signers = new LinkedHashMap<>();

  /**
   * @param provided the application's own keys by signer, for signers without a configured one
   * @throws SuretyException if a key cannot be read, or may not sign what its profile asks for
   */
  Signers(
      Map<String, SignerSettings> settings, Map<String, SigningKey> provided, InstantSource clock) {
    settings.forEach(
        (name, signer) -> {
          if (!signer.key().isEmpty()) {
            put(name, signer, key(signer), clock);
          } else if (provided.containsKey(name)) {
            put(name, signer, provided.get(name), clock);
          }
        });
  }

  /**
   * @throws SuretyException if there is none of that name, or it has no key
   */
  ProfileSigner named(String name) {
    ProfileSigner signer = signers.get(name);
    if (signer == null) {
      throw new SuretyException(
          "the signer '"
              + name
              + "' has no key. Set surety.signature.signer.key (for a further one"
              + " surety.signature.signer.<name>.key, listed in "
              + SignatureSettings.SIGNERS.key()
              + "), or make a CDI bean of type SigningKey, with @NamedSigner for a further one");
    }
    return signer;
  }

  private void put(String name, SignerSettings settings, SigningKey key, InstantSource clock) {
    signers.put(name, new ProfileSigner(settings.profile(), key, settings.covered(), clock));
  }

  private static SigningKey key(SignerSettings settings) {
    String name = Location.named(settings.key());
    char[] password = settings.password().isEmpty() ? null : settings.password().toCharArray();
    PrivateKey key = Pem.privateKey(name, Location.read(settings.key(), LONGEST_PEM), password);
    return SigningKey.of(settings.keyId(), algorithm(settings, name, key), key);
  }

  private static SignatureAlgorithm algorithm(
      SignerSettings settings, String name, PrivateKey key) {
    Set<SignatureAlgorithm> possible = KeyAlgorithms.of(key);
    if (settings.algorithm().isEmpty() && possible.size() != 1) {
      throw new SuretyException(
          "the key of " + name + " can sign with each of " + possible + "; configure which");
    }
    return settings.algorithm().orElseGet(() -> possible.iterator().next());
  }
}
