package dev.surety.webhook.internal.send;

import dev.surety.SuretyException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.HashMap;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** The configured client certificates, read once; receivers are trusted as without one. */
final class ClientCertificates {

  private final Map<String, SSLContext> byName = new HashMap<>();

  /**
   * @throws SuretyException naming the one that cannot be read
   */
  ClientCertificates(Map<String, SendSettings.KeyStoreFile> files) {
    files.forEach((name, file) -> byName.put(name, read(name, file)));
  }

  @Nullable SSLContext named(String name) {
    return byName.get(name);
  }

  private static SSLContext read(String name, SendSettings.KeyStoreFile file) {
    char[] password = file.password().toCharArray();
    try (InputStream in = Files.newInputStream(Path.of(file.path()))) {
      KeyStore keys = KeyStore.getInstance("PKCS12");
      keys.load(in, password);
      KeyManagerFactory managers =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      managers.init(keys, password);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(managers.getKeyManagers(), null, null);
      return context;
    } catch (IOException | GeneralSecurityException e) {
      throw new SuretyException(
          "client certificate '%s' cannot be read: %s and its password must be a PKCS#12 file's"
              .formatted(name, SendSettings.keystoreKey(name)),
          e);
    }
  }
}
