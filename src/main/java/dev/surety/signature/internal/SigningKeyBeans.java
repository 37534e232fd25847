package dev.surety.signature.internal;

import dev.surety.SuretyException;
import dev.surety.signature.NamedSigner;
import dev.surety.signature.SigningKey;
import jakarta.enterprise.inject.Default;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.util.AnnotationLiteral;
import java.lang.annotation.Annotation;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** The application's own keys: each signs for the signer that it is qualified for. */
final class SigningKeyBeans {

  private SigningKeyBeans() {}

  /**
   * Keys by the signer's name; a bean without qualifier is the default signer's, unless another one
   * names that.
   *
   * @param beans every bean of the type
   * @param signers the configured signers
   * @throws SuretyException if two beans name one signer, or one names none that is configured
   */
  static Map<String, SigningKey> byName(Instance<SigningKey> beans, Set<String> signers) {
    Map<String, SigningKey> keys = new HashMap<>();
    for (Instance.Handle<SigningKey> bean : beans.select(new Named()).handles()) {
      String name = named(bean.getBean().getQualifiers());
      if (!signers.contains(name)) {
        throw SignatureSettings.noSigner(name, signers);
      }
      if (keys.put(name, bean.get()) != null) {
        throw new SuretyException(
            "more than one bean of type SigningKey has @NamedSigner(\"" + name + "\"); leave one");
      }
    }
    Instance<SigningKey> plain = beans.select(Default.Literal.INSTANCE);
    if (plain.isResolvable()) {
      keys.putIfAbsent(SignatureSettings.DEFAULT, plain.get());
    }
    return keys;
  }

  private static String named(Set<Annotation> qualifiers) {
    return qualifiers.stream()
        .filter(NamedSigner.class::isInstance)
        .map(qualifier -> ((NamedSigner) qualifier).value())
        .findFirst()
        .orElseThrow();
  }

  /** Whatever the name: it binds no bean. */
  @SuppressWarnings("serial")
  private static final class Named extends AnnotationLiteral<NamedSigner> implements NamedSigner {

    @Override
    public String value() {
      return "";
    }
  }
}
