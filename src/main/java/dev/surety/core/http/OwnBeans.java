package dev.surety.core.http;

import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.AmbiguousResolutionException;
import jakarta.enterprise.inject.Default;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.enterprise.inject.spi.BeforeBeanDiscovery;
import jakarta.enterprise.inject.spi.Extension;
import jakarta.enterprise.inject.spi.ProcessBean;
import jakarta.enterprise.inject.spi.ProcessManagedBean;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The beans of Surety and those that an application makes for it, for what the servers make outside
 * of CDI, such as a JAX-RS feature.
 *
 * <p>Not from {@code CDI.current()}, which on Payara is at a loss about a library's class
 * (WELD-001327), and by the beans themselves, which Payara's manager does not look up. The jar is
 * part of the application, and so is the field here.
 */
@SuppressWarnings("NullAway.Init")
public class OwnBeans implements Extension {

  private static final String SURETY = "dev.surety.";

  private static volatile @Nullable OwnBeans current;

  private final Map<Class<?>, Bean<?>> beans = new ConcurrentHashMap<>();
  private final Map<Class<?>, Set<Bean<?>>> implementations = new ConcurrentHashMap<>();
  private BeanManager manager;

  /**
   * @param type the class of a bean with a scope of its own
   */
  public static <T> T get(Class<T> type) {
    OwnBeans own = current();
    Bean<?> bean = own.beans.get(type);
    if (bean == null) {
      throw new IllegalStateException(type + " is no bean of Surety's");
    }
    return type.cast(
        own.manager.getReference(bean, type, own.manager.createCreationalContext(bean)));
  }

  /** What an application says by a bean, and says twice. */
  public static List<Misuse> ambiguous(Class<?>... spis) {
    return Stream.of(spis)
        .filter(current()::isAmbiguous)
        .map(
            spi ->
                new Misuse(
                    spi.getName(), "has more than one bean", "leave one, or use @Alternative"))
        .toList();
  }

  private static OwnBeans current() {
    OwnBeans own = current;
    if (own == null) {
      throw new IllegalStateException("Surety needs CDI, which did not start");
    }
    return own;
  }

  private boolean isAmbiguous(Class<?> spi) {
    try {
      manager.resolve(implementations.getOrDefault(spi, Set.of()));
      return false;
    } catch (AmbiguousResolutionException e) {
      return true;
    }
  }

  void begin(@Observes BeforeBeanDiscovery event, BeanManager beanManager) {
    current = this;
    manager = beanManager;
  }

  void remember(@Observes ProcessManagedBean<?> event) {
    Class<?> type = event.getBean().getBeanClass();
    if (type.getName().startsWith(SURETY)) {
      beans.put(type, event.getBean());
    }
  }

  void rememberImplementation(@Observes ProcessBean<?> event) {
    Bean<?> bean = event.getBean();
    if (bean.getQualifiers().contains(Default.Literal.INSTANCE)) {
      for (Type type : bean.getTypes()) {
        if (type instanceof Class<?> spi && spi.isInterface() && spi.getName().startsWith(SURETY)) {
          implementations.computeIfAbsent(spi, any -> ConcurrentHashMap.newKeySet()).add(bean);
        }
      }
    }
  }
}
