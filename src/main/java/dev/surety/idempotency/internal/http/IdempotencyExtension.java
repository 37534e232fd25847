package dev.surety.idempotency.internal.http;

import dev.surety.SuretyException;
import dev.surety.core.http.Misuse;
import dev.surety.core.http.OwnBeans;
import dev.surety.core.http.ResourceMethod;
import dev.surety.idempotency.Idempotent;
import dev.surety.idempotency.ReplayAuthorizer;
import dev.surety.idempotency.ScopeResolver;
import dev.surety.idempotency.internal.IdempotencySettings;
import dev.surety.idempotency.internal.IdempotencySettings.Guard;
import jakarta.enterprise.context.NormalScope;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Stereotype;
import jakarta.enterprise.inject.spi.AfterDeploymentValidation;
import jakarta.enterprise.inject.spi.Annotated;
import jakarta.enterprise.inject.spi.AnnotatedType;
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

  /** Whose misuse it is. */
  static final String PROMISE = "@Idempotent";

  private static volatile @Nullable IdempotencyExtension current;

  private final Map<Class<?>, AnnotatedType<?>> beans = new LinkedHashMap<>();
  private IdempotencySettings settings;
  private BeanManager beanManager;

  /** Whether CDI has made a bean of the class, or of one that extends it. */
  boolean knows(Class<?> type) {
    return beans.keySet().stream().anyMatch(type::isAssignableFrom);
  }

  /** The extension of this application; for what is not made by CDI. */
  static IdempotencyExtension current() {
    IdempotencyExtension extension = current;
    if (extension == null) {
      throw new IllegalStateException("Surety needs CDI, which did not start");
    }
    return extension;
  }

  /**
   * @throws SuretyException if the promise cannot be kept on a method that is about to be served
   */
  void require(ResourceMethod resource, Idempotent idempotent) {
    List<Misuse> found = new ArrayList<>(ResourceChecks.of(resource, idempotent));
    if (!knows(resource.type())) {
      found.add(undiscovered(resource.type()));
    }
    if (!found.isEmpty()) {
      throw Misuse.exception(PROMISE, found);
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
    found.addAll(OwnBeans.ambiguous(ScopeResolver.class, ReplayAuthorizer.class));
    if (!found.isEmpty()) {
      event.addDeploymentProblem(Misuse.exception(PROMISE, found));
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
                    "annotate the method of the class, not of an interface only, and do not veto or"
                        + " remove Surety's interceptor or its binding"))
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

  static Misuse undiscovered(Class<?> type) {
    return new Misuse(
        type.getName(),
        "is no CDI bean, so that nothing intercepts it",
        "give it a scope such as @RequestScoped, in an archive that CDI discovers");
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
