package dev.surety.bench;

import com.fasterxml.classmate.TypeResolver;
import com.github.kagkarlsson.scheduler.Scheduler;
import com.google.gson.Gson;
import com.gruelbox.transactionoutbox.TransactionOutbox;
import com.zaxxer.hikari.HikariDataSource;
import dev.surety.testing.TestWar;
import dev.surety.webhook.internal.send.OneAttempt;
import java.util.Map;
import net.bytebuddy.ByteBuddy;
import org.objenesis.ObjenesisStd;
import org.postgresql.Driver;

/** The application that drains and announces, with what it is compared with. */
final class DrainServer {

  static final String WITHOUT_WORKER = "-Dsurety.webhook.worker=false";

  /** Transaction-outbox brings an older one than the server's. */
  private static final String OWN_VALIDATOR =
      """
      <jboss-deployment-structure xmlns="urn:jboss:deployment-structure:1.2">
        <deployment>
          <exclude-subsystems><subsystem name="bean-validation"/></exclude-subsystems>
          <exclusions>
            <module name="org.hibernate.validator"/>
            <module name="org.jboss.resteasy.resteasy-validator-provider"/>
          </exclusions>
        </deployment>
      </jboss-deployment-structure>
      """;

  /** Else it looks for an expression language of javax. */
  private static final String WITHOUT_EXPRESSIONS =
      """
      <validation-config version="2.0"
          xmlns="http://xmlns.jcp.org/xml/ns/validation/configuration">
        <message-interpolator>
          org.hibernate.validator.messageinterpolation.ParameterMessageInterpolator
        </message-interpolator>
      </validation-config>
      """
          .replaceAll(">\\s+org", ">org")
          .replaceAll("Interpolator\\s+<", "Interpolator<");

  private DrainServer() {}

  /** Lets one destination have so many sends at once, of which none has the last tenth. */
  static String sends(int sends) {
    int places = sends;
    while (places - places / 10 < sends) {
      places++;
    }
    return "-Dsurety.webhook.in-flight=" + places;
  }

  static TestWar war(LeanSink sink) {
    return TestWar.named("webhooks.war")
        .file("WEB-INF/jboss-deployment-structure.xml", OWN_VALIDATOR)
        .file("WEB-INF/classes/META-INF/validation.xml", WITHOUT_EXPRESSIONS)
        .classes(
            BenchWebhooks.class,
            BenchEnqueue.class,
            BenchSender.class,
            ClosedLoop.class,
            Drain.class,
            SuretyDrain.class,
            SchedulerDrain.class,
            OutboxDrain.class,
            OneAttempt.class)
        .librariesOf(
            Scheduler.class,
            TransactionOutbox.class,
            Gson.class,
            ByteBuddy.class,
            ObjenesisStd.class,
            javax.validation.Validation.class,
            org.hibernate.validator.HibernateValidator.class,
            TypeResolver.class,
            HikariDataSource.class,
            Driver.class)
        .config(
            Map.of(
                "surety.keys.encryption-key", "MDEyMzQ1Njc4OWFiY2RlZmdoaWprbG1ub3BxcnN0dXY=",
                "surety.webhook.http", "true",
                "surety.webhook.networks", "127.0.0.0/8",
                "surety.webhook.ports", Integer.toString(sink.port()),
                "surety.webhook.sweep", "false"));
  }
}
