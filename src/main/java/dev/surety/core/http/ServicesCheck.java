package dev.surety.core.http;

import dev.surety.SuretyException;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.ServletRegistration;
import jakarta.servlet.annotation.WebListener;
import jakarta.ws.rs.core.Application;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Every JAX-RS application of the deployment must load services: that is how the guards of its
 * methods are found (Jakarta REST 3.1 §4.1.2).
 */
@WebListener
public class ServicesCheck implements ServletContextListener {

  /** What switches that off, and by which value. */
  private static final Map<String, String> SWITCHES =
      Map.of(
          "jakarta.ws.rs.loadServices", "false",
          "jersey.config.disableMetainfServicesLookup", "true",
          "jersey.config.server.disableMetainfServicesLookup", "true",
          "resteasy.use.builtin.providers", "false");

  @Override
  public void contextInitialized(ServletContextEvent event) {
    ServletContext servlets = event.getServletContext();
    servlets.getServletRegistrations().values().forEach(ServicesCheck::check);
    SWITCHES.keySet().forEach(name -> check("web.xml", name, servlets.getInitParameter(name)));
  }

  private static void check(ServletRegistration servlet) {
    Map<String, Object> properties = new HashMap<>(servlet.getInitParameters());
    Stream.of(servlet.getName(), servlet.getInitParameter("jakarta.ws.rs.Application"))
        .flatMap(name -> application(name).stream())
        .forEach(application -> properties.putAll(application.getProperties()));
    SWITCHES.keySet().forEach(name -> check(servlet.getName(), name, properties.get(name)));
  }

  private static void check(String where, String name, @Nullable Object value) {
    if (value != null && value.toString().equalsIgnoreCase(SWITCHES.get(name))) {
      throw new SuretyException(
          where
              + " sets "
              + name
              + "="
              + value
              + ", by which JAX-RS finds no guard for any method; leave it out");
    }
  }

  private static Optional<Application> application(@Nullable String name) {
    if (name == null) {
      return Optional.empty();
    }
    try {
      Class<?> type = Class.forName(name, true, Thread.currentThread().getContextClassLoader());
      return Application.class.isAssignableFrom(type)
          ? Optional.of((Application) type.getDeclaredConstructor().newInstance())
          : Optional.empty();
    } catch (ReflectiveOperationException | LinkageError e) {
      // A servlet's name need not be a class's.
      return Optional.empty();
    }
  }
}
