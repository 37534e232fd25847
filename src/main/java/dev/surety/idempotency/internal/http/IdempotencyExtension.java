package dev.surety.idempotency.internal.http;

import dev.surety.SuretyException;
import dev.surety.idempotency.Idempotent;
import dev.surety.idempotency.ReplayAuthorizer;
import dev.surety.idempotency.ScopeResolver;
import dev.surety.idempotency.internal.IdempotencySettings;
import dev.surety.idempotency.internal.IdempotencySettings.Guard;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.AmbiguousResolutionException;
import jakarta.enterprise.inject.spi.AfterDeploymentValidation;
import jakarta.enterprise.inject.spi.Annotated;
import jakarta.enterprise.inject.spi.AnnotatedType;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.enterprise.inject.spi.BeforeBeanDiscovery;
import jakarta.enterprise.inject.spi.CDI;
import jakarta.enterprise.inject.spi.Extension;
import jakarta.enterprise.inject.spi.InterceptionType;
import jakarta.enterprise.inject.spi.ProcessAnnotatedType;
import jakarta.enterprise.inject.spi.ProcessManagedBean;
import jakarta.interceptor.Interceptor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.ConfigProvider;

/** Sees to it that every guarded method is intercepted, and fails the deployment if one is not. */
@SuppressWarnings("NullAway.Init")
public class IdempotencyExtension implements Extension {

  private final Map<Class<?>, AnnotatedType<?>> beans = new LinkedHashMap<>();
  private IdempotencySettings settings;

  /** Whether CDI has made a bean of the class, or of one that extends it. */
  boolean knows(Class<?> type) {
    return beans.keySet().stream().anyMatch(type::isAssignableFrom);
  }

  /** The extension of the application that the caller belongs to. */
  static IdempotencyExtension current() {
    return CDI.current().getBeanManager().getExtension(IdempotencyExtension.class);
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

  void configure(@Observes BeforeBeanDiscovery event) {
    settings = IdempotencySettings.of(ConfigProvider.getConfig());
  }

  /** Binds the interceptor to methods that are guarded by setting, or by what they implement. */
  <T> void bind(@Observes ProcessAnnotatedType<T> event) {
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
    if (!type.isAnnotationPresent(Interceptor.class)) {
      beans.put(type.getJavaClass(), type);
    }
  }

  void check(@Observes AfterDeploymentValidation event, BeanManager beanManager) {
    new StoredHeaders(settings.storedHeaders());
    List<Misuse> found = new ArrayList<>();
    for (AnnotatedType<?> bean : beans.values()) {
      found.addAll(ResourceChecks.of(bean.getJavaClass(), guard()));
      found.addAll(KeyedChecks.of(bean.getJavaClass()));
      found.addAll(unbound(bean, beanManager));
    }
    Stream.of(ScopeResolver.class, ReplayAuthorizer.class)
        .forEach(spi -> found.addAll(ambiguous(spi, beanManager)));
    if (!found.isEmpty()) {
      event.addDeploymentProblem(Misuse.exception(found));
    }
  }

  /** The guarded methods of a bean that no interceptor of ours would meet. */
  private List<Misuse> unbound(AnnotatedType<?> bean, BeanManager beanManager) {
    return GuardedMethod.in(bean.getJavaClass(), guard()).stream()
        .filter(resource -> !isIntercepted(bean, resource, beanManager))
        .map(
            resource ->
                new Misuse(
                    resource.toString(),
                    "is not intercepted by Surety",
                    "do not veto or remove its interceptor or its binding"))
        .toList();
  }

  private static boolean isIntercepted(
      AnnotatedType<?> bean, ResourceMethod resource, BeanManager beanManager) {
    Stream<Annotated> bound =
        Stream.concat(
            bean.getMethods().stream().filter(m -> m.getJavaMember().equals(resource.method())),
            Stream.of(bean));
    return bound
        .filter(element -> element.isAnnotationPresent(Idempotent.class))
        .map(element -> element.getAnnotation(Idempotent.class))
        .flatMap(
            binding ->
                beanManager.resolveInterceptors(InterceptionType.AROUND_INVOKE, binding).stream())
        .anyMatch(interceptor -> interceptor.getBeanClass() == IdempotentInterceptor.class);
  }

  private static List<Misuse> ambiguous(Class<?> spi, BeanManager beanManager) {
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
