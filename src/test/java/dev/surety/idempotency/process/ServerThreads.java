package dev.surety.idempotency.process;

import static java.util.stream.Collectors.joining;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.util.Arrays;

/** Lists the threads of the server that work for a deployment, be it this one or another. */
@Path("threads")
@ApplicationScoped
public class ServerThreads {

  @GET
  public String list(@QueryParam("of") String deployment) {
    return Thread.getAllStackTraces().entrySet().stream()
        .filter(thread -> loaderOf(thread.getKey()).contains("\"deployment." + deployment + "\""))
        .map(thread -> thread.getKey() + " " + Arrays.toString(thread.getValue()))
        .collect(joining("\n"));
  }

  private static String loaderOf(Thread thread) {
    return String.valueOf(thread.getContextClassLoader());
  }
}
