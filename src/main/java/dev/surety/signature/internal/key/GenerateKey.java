package dev.surety.signature.internal.key;

import dev.surety.SuretyException;
import dev.surety.signature.SignatureAlgorithm;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.util.Set;

/**
 * Makes a key to sign with: the private key goes to a new file, the JWK to publish is printed.
 *
 * <pre>java -cp surety.jar dev.surety.signature.internal.key.GenerateKey ed25519 key.pem</pre>
 *
 * <p>The file must not exist yet, and only its owner may read it. The key's id is its thumbprint
 * (RFC 7638) unless a third argument names it. With {@code --export} the file is there already, and
 * the JWK of its key is printed; with {@code --set} a whole JWK Set is printed; {@code
 * --adcp-use=request-signing} says what the key is published for.
 */
public final class GenerateKey {

  private static final int RSA_BITS = 3072;
  private static final int LONGEST_PEM = 1 << 16;

  private GenerateKey() {}

  /** Ends with 1, and a line on what to change, if there can be no key. */
  public static void main(String[] args) {
    try {
      System.out.println(run(args));
    } catch (SuretyException e) {
      System.err.println(e.getMessage());
      System.exit(1);
    }
  }

  /** Writes the private key's file, where it is to be a new one, and returns what is printed. */
  static String run(String... args) {
    KeyCommand command = KeyCommand.of(args);
    if (command.export()) {
      return published(command, existing(command));
    }
    KeyPair pair = generate(command.algorithm());
    String json = published(command, pair.getPublic());
    write(command.file(), pair.getPrivate());
    return json;
  }

  private static PublicKey existing(KeyCommand command) {
    String file = command.file().toString();
    PublicKey key = Pem.publicHalf(file, Location.read("file:" + file, LONGEST_PEM));
    if (!KeyAlgorithms.of(key).contains(command.algorithm())) {
      throw new SuretyException(
          file + " holds a key for " + KeyAlgorithms.of(key) + "; name one of these");
    }
    return key;
  }

  private static String published(KeyCommand command, PublicKey key) {
    Jwk jwk = Jwk.of(key).orElseThrow();
    String json =
        jwk.json(
            command.keyId().orElseGet(jwk::thumbprint), command.algorithm(), command.purpose());
    return command.set() ? "{\"keys\":[" + json + "]}" : json;
  }

  private static KeyPair generate(SignatureAlgorithm algorithm) {
    return switch (algorithm) {
      case ED25519 -> generate("Ed25519", NamedParameterSpec.ED25519);
      case ECDSA_P256_SHA256 -> generate("EC", new ECGenParameterSpec(EcCurve.P256.standardName()));
      case ECDSA_P384_SHA384 -> generate("EC", new ECGenParameterSpec(EcCurve.P384.standardName()));
      case RSA_PSS_SHA512, RSA_V1_5_SHA256 ->
          generate("RSA", new RSAKeyGenParameterSpec(RSA_BITS, RSAKeyGenParameterSpec.F4));
      case HMAC_SHA256 -> throw new SuretyException("HMAC has no key pair");
    };
  }

  private static KeyPair generate(String type, AlgorithmParameterSpec parameters) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(type);
      generator.initialize(parameters);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new SuretyException("this Java runtime cannot make such a key", e);
    }
  }

  private static void write(Path file, PrivateKey key) {
    Set<StandardOpenOption> fresh = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try (SeekableByteChannel out = Files.newByteChannel(file, fresh, ownerOnly(file))) {
      ByteBuffer pem = ByteBuffer.wrap(Pem.of(key).getBytes(StandardCharsets.US_ASCII));
      while (pem.hasRemaining()) {
        out.write(pem);
      }
    } catch (FileAlreadyExistsException e) {
      throw new SuretyException(file + " exists; name a new file", e);
    } catch (IOException e) {
      throw new SuretyException(file + " cannot be written", e);
    }
  }

  // set while the file is made, not after: nobody may read it in between
  private static FileAttribute<?>[] ownerOnly(Path file) {
    if (!file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      System.err.println("this file system has no permissions to set: protect " + file);
      return new FileAttribute<?>[0];
    }
    return new FileAttribute<?>[] {
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
    };
  }
}
