package dev.surety.idempotency.internal.http;

import dev.surety.idempotency.internal.IdempotencySettings;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;
import java.util.EnumSet;
import org.eclipse.microprofile.config.ConfigProvider;

/** Puts the {@link WaitFilter} in front where requests are configured to wait. */
@WebListener
public class WaitListener implements ServletContextListener {

  @Override
  public void contextInitialized(ServletContextEvent event) {
    IdempotencySettings settings = IdempotencySettings.of(ConfigProvider.getConfig());
    if (settings.waitForOwner()) {
      FilterRegistration.Dynamic filter =
          event.getServletContext().addFilter("surety-wait", new WaitFilter(settings.keyHeader()));
      filter.setAsyncSupported(true);
      filter.addMappingForUrlPatterns(
          EnumSet.of(DispatcherType.REQUEST, DispatcherType.ASYNC), false, "/*");
    }
  }
}
