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
    surety.start(deploymentName(event));
  }

  @Override
  public void contextDestroyed(ServletContextEvent event) {
    surety.stop();
  }

  private static String deploymentName(ServletContextEvent event) {
    try {
      return (String) new InitialContext().lookup("java:module/ModuleName");
    } catch (NamingException e) {
      return event.getServletContext().getContextPath();
    }
  }
}
