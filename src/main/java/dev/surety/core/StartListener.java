package dev.surety.core;

import jakarta.inject.Inject;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;
import javax.naming.InitialContext;
import javax.naming.NamingException;

/**
 * Starts Surety with the web application.
 *
 * <p>A listener and not a CDI observer, because on Payara the component's JNDI names cannot be
 * looked up in CDI's start-up events.
 */
@WebListener
public class StartListener implements ServletContextListener {

  @Inject Surety surety;

  @Override
  public void contextInitialized(ServletContextEvent event) {
    String module = named("java:module/ModuleName", event.getServletContext().getContextPath());
    surety.start(CoreSettings.deployment(named("java:app/AppName", module), module));
  }

  @Override
  public void contextDestroyed(ServletContextEvent event) {
    surety.stop();
  }

  private static String named(String name, String otherwise) {
    try {
      return (String) new InitialContext().lookup(name);
    } catch (NamingException e) {
      return otherwise;
    }
  }
}
