package dev.surety.signature.internal.http;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;
import java.util.EnumSet;

/** Puts the {@link SignedRequestFilter} in front of applications with signed methods. */
@WebListener
public class SignatureListener implements ServletContextListener {

  @Override
  public void contextInitialized(ServletContextEvent event) {
    if (SignatureExtension.current().methods().findAny().isPresent()) {
      FilterRegistration.Dynamic filter =
          event.getServletContext().addFilter("surety-signed", new SignedRequestFilter());
      filter.setAsyncSupported(true);
      filter.addMappingForUrlPatterns(
          EnumSet.of(DispatcherType.REQUEST, DispatcherType.ASYNC), false, "/*");
    }
  }
}
