package dev.surety.signature.internal.key;

import dev.surety.SuretyException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.KeySpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes keys as PEM (RFC 7468): PKCS#8 private keys, also with a password (PBES2), and
 * SubjectPublicKeyInfo.
 *
 * <p>Ed25519, EC on P-256 and P-384, RSA of 2048 to 8192 bits. Messages say which format was found
 * and how to convert it, and quote nothing of the content.
 */
public final class Pem {

  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----(.*?)-----END \\1-----", Pattern.DOTALL);

  private static final List<String> TYPES = List.of("Ed25519", "EC", "RSA", "RSASSA-PSS");

  private Pem() {}

  /**
   * @param name what messages call the content, such as its file's name
   * @param password for an encrypted key; left alone otherwise
   * @throws SuretyException if there is not exactly one private key that can sign
   */
  public static PrivateKey privateKey(String name, byte[] content, char @Nullable [] password) {
    Block block = find(name, content, List.of(KeyFormat.PRIVATE, KeyFormat.ENCRYPTED));
    if (block.format() == KeyFormat.PRIVATE) {
      return (PrivateKey) decode(name, Pem::privateKey, new PKCS8EncodedKeySpec(block.der(name)));
    }
    if (password == null) {
      throw new SuretyException(name + " holds a private key with a password; configure it");
    }
    return (PrivateKey) decode(name, Pem::privateKey, decrypt(name, block.der(name), password));
  }

  /**
   * The public key, or that of the private key, without a password.
   *
   * @throws SuretyException if there is not exactly one key
   */
  static PublicKey publicHalf(String name, byte[] content) {
    Block block = find(name, content, List.of(KeyFormat.PUBLIC, KeyFormat.PRIVATE));
    return block.format() == KeyFormat.PUBLIC
        ? (PublicKey) decode(name, Pem::publicKey, new X509EncodedKeySpec(block.der(name)))
        : PublicHalf.of(name, privateKey(name, content, null));
  }

  /** The key as PKCS#8 without password. */
  static String of(PrivateKey key) {
    String body =
        Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
            .encodeToString(key.getEncoded());
    return "-----BEGIN PRIVATE KEY-----\n" + body + "\n-----END PRIVATE KEY-----\n";
  }

  private record Block(KeyFormat format, String body) {

    byte[] der(String name) {
      try {
        return Base64.getDecoder().decode(body.replaceAll("\\s", ""));
      } catch (IllegalArgumentException e) {
        // the cause would quote the content
        throw new SuretyException(name + " holds a PEM block whose content is not base64");
      }
    }
  }

  private static Block find(String name, byte[] content, List<KeyFormat> wanted) {
    List<Block> blocks =
        BLOCK
            .matcher(new String(content, StandardCharsets.ISO_8859_1))
            .results()
            .map(block -> new Block(KeyFormat.labelled(block.group(1)), block.group(2)))
            .toList();
    List<Block> keys = blocks.stream().filter(block -> wanted.contains(block.format())).toList();
    if (keys.size() == 1) {
      return keys.get(0);
    }
    if (keys.size() > 1) {
      throw new SuretyException(name + " holds " + keys.size() + " keys; it must hold one");
    }
    KeyFormat found =
        blocks.stream()
            .map(Block::format)
            .filter(format -> format != KeyFormat.UNKNOWN)
            .findFirst()
            .orElseGet(() -> KeyFormat.guess(content));
    String expected = wanted.contains(KeyFormat.PUBLIC) ? "PUBLIC KEY" : "PRIVATE KEY";
    throw new SuretyException(
        name + " must hold a PEM block named " + expected + "; " + found.describe());
  }

  private interface Decoder {
    Key decode(KeyFactory factory, KeySpec spec) throws InvalidKeySpecException;
  }

  private static Key privateKey(KeyFactory factory, KeySpec spec) throws InvalidKeySpecException {
    return factory.generatePrivate(spec);
  }

  private static Key publicKey(KeyFactory factory, KeySpec spec) throws InvalidKeySpecException {
    return factory.generatePublic(spec);
  }

  // the key's type is inside the encoding; each factory refuses the types of the others
  private static Key decode(String name, Decoder decoder, KeySpec spec) {
    for (String type : TYPES) {
      try {
        Key key = decoder.decode(KeyFactory.getInstance(type), spec);
        if (KeyAlgorithms.of(key).isEmpty()) {
          throw new SuretyException(
              name
                  + " holds a key of type "
                  + type
                  + " that is not allowed; expected are Ed25519, EC on P-256 or P-384, RSA of 2048"
                  + " to 8192 bits");
        }
        return key;
      } catch (GeneralSecurityException e) {
        // another type, then
      }
    }
    throw new SuretyException(
        name + " holds no Ed25519, EC or RSA key, or a damaged one, or the password is wrong");
  }

  private static KeySpec decrypt(String name, byte[] der, char[] password) {
    PBEKeySpec secret = new PBEKeySpec(password);
    try {
      EncryptedPrivateKeyInfo info = new EncryptedPrivateKeyInfo(der);
      if (!info.getAlgName().equals("PBES2")) {
        throw new SuretyException(
            name + " is encrypted in an old way; to convert: openssl pkcs8 -topk8 -v2 aes-256-cbc");
      }
      // the JDK tells the cipher inside PBES2 only so
      String scheme = info.getAlgParameters().toString();
      Cipher cipher = Cipher.getInstance(scheme);
      cipher.init(
          Cipher.DECRYPT_MODE,
          SecretKeyFactory.getInstance(scheme).generateSecret(secret),
          info.getAlgParameters());
      return info.getKeySpec(cipher);
    } catch (IOException | GeneralSecurityException e) {
      throw new SuretyException(name + " cannot be decrypted: the password is wrong, or the file");
    } finally {
      secret.clearPassword();
    }
  }
}
