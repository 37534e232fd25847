package dev.surety.webhook.internal.send;

import dev.surety.SuretyException;
import dev.surety.signature.NamedSigner;
import dev.surety.signature.SignatureSigner;
import dev.surety.signature.SigningKey;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.util.AnnotationLiteral;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.StreamSupport;

/** Finds signers and keys of the signature part by the names that settings give them. */
public final class SignerLookup {

  private SignerLookup() {}

  /**
   * Each signer is looked up once.
   *
   * @param signers every bean of the type, as {@code @Any} injects it
   */
  public static Function<String, SignatureSigner> signers(Instance<SignatureSigner> signers) {
    Map<String, SignatureSigner> found = new ConcurrentHashMap<>();
    return name -> found.computeIfAbsent(name, key -> signers.select(new Named(key)).get());
  }

  /**
   * The bean that {@code surety.webhook.ed25519-signer} names; none if it names none.
   *
   * @param keys every bean of the type, as {@code @Any} injects it
   * @throws SuretyException if there is no such bean
   */
  public static List<SigningKey> ed25519(WireSettings settings, Instance<SigningKey> keys) {
    String name = settings.ed25519Signer();
    if (name.isEmpty()) {
      return List.of();
    }
    return StreamSupport.stream(keys.select(new Named(name)).handles().spliterator(), false)
        .filter(bean -> bean.getBean().getQualifiers().stream().anyMatch(of -> names(of, name)))
        .findFirst()
        .map(bean -> List.of(bean.get()))
        .orElseThrow(
            () ->
                new SuretyException(
                    "no bean of type SigningKey has @NamedSigner(\"%s\"), which %s names"
                        .formatted(name, WireSettings.ED25519_SIGNER.key())));
  }

  private static boolean names(Object qualifier, String name) {
    return qualifier instanceof NamedSigner named && named.value().equals(name);
  }

  @SuppressWarnings("serial")
  private static final class Named extends AnnotationLiteral<NamedSigner> implements NamedSigner {

    private final String value;

    Named(String value) {
      this.value = value;
    }

    @Override
    public String value() {
      return value;
    }
  }
}
