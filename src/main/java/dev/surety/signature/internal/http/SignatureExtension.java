package dev.surety.signature.internal.http;

import dev.surety.core.http.Misuse;
import dev.surety.core.http.OwnBeans;
import dev.surety.signature.FallbackAuthentication;
import dev.surety.signature.KeyResolver;
import dev.surety.signature.RevocationSource;
import dev.surety.signature.SignatureRequired;
import dev.surety.signature.SigningKey;
import dev.surety.signature.VerifiedSigner;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.context.NormalScope;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Stereotype;
import jakarta.enterprise.inject.spi.AfterDeploymentValidation;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeforeBeanDiscovery;
import jakarta.enterprise.inject.spi.Extension;
import jakarta.enterprise.inject.spi.ProcessAnnotatedType;
import jakarta.enterprise.inject.spi.ProcessBean;
import jakarta.enterprise.inject.spi.ProcessManagedBean;
import jakarta.enterprise.inject.spi.ProcessSessionBean;
import jakarta.enterprise.inject.spi.WithAnnotations;
import jakarta.inject.Scope;
import jakarta.ws.rs.Path;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Knows where signatures are required, and fails the deployment where that cannot be kept. */
public class SignatureExtension implements Extension {

  /** Whose misuse it is. */
  static final String PROMISE = "@SignatureRequired";

  private static volatile @Nullable SignatureExtension current;

  private final Set<Class<?>> types = new LinkedHashSet<>();
  private final List<Misuse> captured = new ArrayList<>();

  /** The extension of this application; for what is not made by CDI. */
  static SignatureExtension current() {
    SignatureExtension extension = current;
    if (extension == null) {
      throw new IllegalStateException("Surety needs CDI, which did not start");
    }
    return extension;
  }

  void begin(@Observes BeforeBeanDiscovery event) {
    current = this;
  }

  /** Puts the second lock on guarded methods, also on those that inherit what guards them. */
  <T> void bind(
      @Observes
          @WithAnnotations({
            Path.class,
            SignatureRequired.class,
            NormalScope.class,
            Scope.class,
            Stereotype.class
          })
          ProcessAnnotatedType<T> event) {
    Class<?> type = event.getAnnotatedType().getJavaClass();
    // what is final cannot be intercepted
    if (type.isInterface() || Modifier.isFinal(type.getModifiers())) {
      return;
    }
    SignatureChecks.methods(type).stream()
        .map(signed -> signed.resource().method())
        .filter(method -> !Modifier.isFinal(method.getModifiers()))
        .forEach(
            method ->
                event
                    .configureAnnotatedType()
                    .filterMethods(m -> m.getJavaMember().equals(method))
                    .forEach(m -> m.add(SignedOnly.Literal.INSTANCE)));
  }

  void remember(@Observes ProcessManagedBean<?> event) {
    types.add(event.getAnnotatedBeanClass().getJavaClass());
  }

  /** An injected signer stays what it was, while such a bean serves request after request. */
  void checkInjection(@Observes ProcessBean<?> event) {
    Bean<?> bean = event.getBean();
    if ((event instanceof ProcessSessionBean || mayOutliveARequest(bean))
        && bean.getInjectionPoints().stream().anyMatch(p -> p.getType() == VerifiedSigner.class)) {
      captured.add(
          new Misuse(
              bean.getBeanClass().getName(),
              "would keep the VerifiedSigner of one request for others",
              "inject Instance<VerifiedSigner>, or make the bean @RequestScoped"));
    }
  }

  /** A dependent bean lives as long as what it is injected into, but for a resource. */
  private static boolean mayOutliveARequest(Bean<?> bean) {
    boolean ofOneRequest =
        bean.getScope() == RequestScoped.class
            || (bean.getScope() == Dependent.class && isResource(bean.getBeanClass()));
    return !ofOneRequest;
  }

  private static boolean isResource(Class<?> type) {
    return type.isAnnotationPresent(Path.class)
        || Stream.of(type.getInterfaces()).anyMatch(SignatureExtension::isResource)
        || (type.getSuperclass() != null && isResource(type.getSuperclass()));
  }

  void check(@Observes AfterDeploymentValidation event) {
    List<Misuse> found = new ArrayList<>(captured);
    types.forEach(type -> found.addAll(check(type)));
    found.addAll(
        OwnBeans.ambiguous(
            KeyResolver.class,
            RevocationSource.class,
            FallbackAuthentication.class,
            SigningKey.class));
    if (!found.isEmpty()) {
      event.addDeploymentProblem(Misuse.exception(PROMISE, found));
    }
  }

  /** Adds a class that CDI does not know of; JAX-RS may serve it nevertheless. */
  void add(Class<?> type) {
    types.add(type);
  }

  /** The bean's own class, for one that the container may have derived from it. */
  Optional<Class<?>> beanClass(Class<?> type) {
    return Stream.<Class<?>>iterate(type, Objects::nonNull, Class::getSuperclass)
        .filter(types::contains)
        .findFirst();
  }

  /** What is wrong with a class, unless it stands for the classes that extend it. */
  List<Misuse> check(Class<?> type) {
    boolean extended =
        types.stream().anyMatch(other -> other != type && type.isAssignableFrom(other));
    return extended ? List.of() : SignatureChecks.of(type);
  }

  /** Every method that only signed requests reach. */
  Stream<SignedMethod> methods() {
    return types.stream().flatMap(type -> SignatureChecks.methods(type).stream());
  }
}
