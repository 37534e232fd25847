package dev.surety.idempotency.internal.http;

import dev.surety.SuretyException;
import dev.surety.idempotency.Idempotent;
import dev.surety.idempotency.ReplayAuthorizer;
import dev.surety.idempotency.ScopeResolver;
import dev.surety.idempotency.internal.IdempotencySettings;
import dev.surety.idempotency.internal.IdempotencySettings.Guard;
import jakarta.enterprise.context.NormalScope;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.AmbiguousResolutionException;
import jakarta.enterprise.inject.Stereotype;
import jakarta.enterprise.inject.spi.AfterDeploymentValidation;
import jakarta.enterprise.inject.spi.Annotated;
import jakarta.enterprise.inject.spi.AnnotatedType;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.enterprise.inject.spi.BeforeBeanDiscovery;
import jakarta.enterprise.inject.spi.Extension;
import jakarta.enterprise.inject.spi.InterceptionType;
import jakarta.enterprise.inject.spi.ProcessAnnotatedType;
import jakarta.enterprise.inject.spi.ProcessManagedBean;
import jakarta.enterprise.inject.spi.WithAnnotations;
import jakarta.inject.Scope;
import jakarta.interceptor.Interceptor;
import jakarta.ws.rs.Path;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;

/** Sees to it that every guarded method is intercepted, and fails the deployment if one is not. */
@SuppressWarnings("NullAway.Init")
public class IdempotencyExtension implements Extension {

  private static volatile @Nullable IdempotencyExtension current;

  private final Map<Class<?>, AnnotatedType<?>> beans = new LinkedHashMap<>();
  private IdempotencySettings settings;
  private BeanManager beanManager;
  private Bean<?> httpGuard;

  /** Whether CDI has made a bean of the class, or of one that extends it. */
  boolean knows(Class<?> type) {
    return beans.keySet().stream().anyMatch(type::isAssignableFrom);
  }

  /**
   * The extension of this application; for what is not made by CDI.
   *
   * <p>Not from {@code CDI.current()}, which on Payara is at a loss about a library's class
   * (WELD-001327). The jar is part of the application, and so is this field.
   */
  static IdempotencyExtension current() {
    IdempotencyExtension extension = current;
    if (extension == null) {
      throw new IllegalStateException("Surety needs CDI, which did not start");
    }
    return extension;
  }

  /** The bean that guards requests, from the bean itself: Payara's manager does not look it up. */
  HttpGuard httpGuard() {
    return (HttpGuard)
        beanManager.getReference(
            httpGuard, HttpGuard.class, beanManager.createCreationalContext(httpGuard));
  }

  /**
   * @throws SuretyException if the promise cannot be kept on a method that is about to be served
   */
  void require(ResourceMethod resource, Idempotent idempotent) {
    List<Misuse> found = new ArrayList<>(ResourceChecks.of(resource, idempotent));
    if (!knows(resource.type())) {
      found.add(Misuse.undiscovered(resource.type()));
    }
    if (!found.isEmpty()) {
      throw Misuse.exception(found);
    }
  }

  Guard guard() {
    return settings.guard();
  }

  void configure(@Observes BeforeBeanDiscovery event, BeanManager manager) {
    current = this;
    beanManager = manager;
    settings = IdempotencySettings.of(ConfigProvider.getConfig());
  }

  /** Binds the interceptor to methods that are guarded by setting, or by what they implement. */
  <T> void bind(
      @Observes
          @WithAnnotations({
            Path.class,
            Idempotent.class,
            NormalScope.class,
            Scope.class,
            Stereotype.class
          })
          ProcessAnnotatedType<T> event) {
    AnnotatedType<T> type = event.getAnnotatedType();
    if (type.isAnnotationPresent(Idempotent.class) || type.getJavaClass().isInterface()) {
      return;
    }
    for (ResourceMethod resource : resources(type.getJavaClass())) {
      if (!resource.method().isAnnotationPresent(Idempotent.class)) {
        GuardedMethod.annotation(resource, guard())
            .ifPresent(
                idempotent ->
                    event
                        .configureAnnotatedType()
                        .filterMethods(m -> m.getJavaMember().equals(resource.method()))
                        .forEach(m -> m.add(idempotent)));
      }
    }
  }

  void remember(@Observes ProcessManagedBean<?> event) {
    AnnotatedType<?> type = event.getAnnotatedBeanClass();
    if (type.getJavaClass() == HttpGuard.class) {
      httpGuard = event.getBean();
    }
    if (!type.isAnnotationPresent(Interceptor.class)) {
      beans.put(type.getJavaClass(), type);
    }
  }

  void check(@Observes AfterDeploymentValidation event) {
    new StoredHeaders(settings.storedHeaders());
    List<Misuse> found = new ArrayList<>();
    for (AnnotatedType<?> bean : beans.values()) {
      found.addAll(ResourceChecks.of(bean.getJavaClass(), guard()));
      found.addAll(KeyedChecks.of(bean.getJavaClass()));
      found.addAll(unbound(bean));
    }
    Stream.of(ScopeResolver.class, ReplayAuthorizer.class)
        .forEach(spi -> found.addAll(ambiguous(spi)));
    if (!found.isEmpty()) {
      event.addDeploymentProblem(Misuse.exception(found));
    }
  }

  /** The guarded and keyed methods of a bean that no interceptor of ours would meet. */
  private List<Misuse> unbound(AnnotatedType<?> bean) {
    Class<?> type = bean.getJavaClass();
    return Stream.concat(
            GuardedMethod.in(type, guard()).stream().map(ResourceMethod::method),
            KeyedChecks.methods(type).stream())
        .filter(method -> !isIntercepted(bean, method))
        .map(
            method ->
                new Misuse(
                    type.getName() + "#" + method.getName(),
                    "is not intercepted by Surety",
                    "do not veto or remove its interceptor or its binding"))
        .toList();
  }

  private boolean isIntercepted(AnnotatedType<?> bean, Method method) {
    Stream<Annotated> bound =
        Stream.concat(
            bean.getMethods().stream().filter(m -> m.getJavaMember().equals(method)),
            Stream.of(bean));
    return bound
        .filter(element -> element.isAnnotationPresent(Idempotent.class))
        .map(element -> element.getAnnotation(Idempotent.class))
        .flatMap(
            binding ->
                beanManager.resolveInterceptors(InterceptionType.AROUND_INVOKE, binding).stream())
        .anyMatch(interceptor -> interceptor.getBeanClass() == IdempotentInterceptor.class);
  }

  private List<Misuse> ambiguous(Class<?> spi) {
    try {
      beanManager.resolve(beanManager.getBeans(spi));
      return List.of();
    } catch (AmbiguousResolutionException e) {
      return List.of(
          new Misuse(spi.getName(), "has more than one bean", "leave one, or use @Alternative"));
    }
  }

  private static List<ResourceMethod> resources(Class<?> type) {
    try {
      return ResourceMethod.in(type);
    } catch (LinkageError e) {
      // A class whose optional dependencies are missing is no resource of this application.
      return List.of();
    }
  }
}
