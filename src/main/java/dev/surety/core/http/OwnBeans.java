package dev.surety.core.http;

import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.enterprise.inject.spi.BeforeBeanDiscovery;
import jakarta.enterprise.inject.spi.Extension;
import jakarta.enterprise.inject.spi.ProcessManagedBean;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Surety's beans, for what the servers make outside of CDI, such as a JAX-RS feature.
 *
 * <p>Not from {@code CDI.current()}, which on Payara is at a loss about a library's class
 * (WELD-001327), and by the bean itself, which Payara's manager does not look up. The jar is part
 * of the application, and so is the field here.
 */
@SuppressWarnings("NullAway.Init")
public class OwnBeans implements Extension {

  private static volatile @Nullable OwnBeans current;

  private final Map<Class<?>, Bean<?>> beans = new ConcurrentHashMap<>();
  private BeanManager manager;

  /**
   * @param type the class of a bean with a scope of its own
   */
  public static <T> T get(Class<T> type) {
    OwnBeans own = current;
    Bean<?> bean = own == null ? null : own.beans.get(type);
    if (own == null || bean == null) {
      throw new IllegalStateException("Surety needs CDI, which did not start");
    }
    return type.cast(
        own.manager.getReference(bean, type, own.manager.createCreationalContext(bean)));
  }

  void begin(@Observes BeforeBeanDiscovery event, BeanManager beanManager) {
    current = this;
    manager = beanManager;
  }

  void remember(@Observes ProcessManagedBean<?> event) {
    Class<?> type = event.getBean().getBeanClass();
    if (type.getName().startsWith("dev.surety.")) {
      beans.put(type, event.getBean());
    }
  }
}
