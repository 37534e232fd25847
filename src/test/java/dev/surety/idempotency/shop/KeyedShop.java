package dev.surety.idempotency.shop;

import dev.surety.idempotency.IdempotencyContext;
import dev.surety.idempotency.Idempotent;
import dev.surety.idempotency.RefusedException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Calls methods that run once by a key of their arguments. */
@Path("keyed")
@RequestScoped
public class KeyedShop {

  @Inject Handler handler;

  @POST
  public String call(@QueryParam("as") String as, String name) {
    try {
      return switch (as) {
        case "list" -> String.valueOf(handler.list(new Message(name, LocalDate.EPOCH)));
        case "other" -> String.valueOf(handler.list(new Message(name, LocalDate.MAX)));
        case "null" -> String.valueOf(handler.nothing(name));
        case "void" -> {
          handler.silent(name);
          yield "void";
        }
        case "fails" -> handler.fails(name);
        default -> handler.context(name);
      };
    } catch (RefusedException e) {
      return "refused " + e.reservation();
    } catch (IllegalStateException e) {
      return "failed " + e.getMessage();
    }
  }

  /** In the caller's transaction. */
  @POST
  @Path("joined")
  @Transactional
  public String joined(@QueryParam("as") String as, String name) {
    String result = call(as, name);
    if (as.equals("void")) {
      throw new IllegalStateException("the caller fails after the call");
    }
    return result;
  }

  /** What is handled. */
  public record Message(String id, LocalDate day) {}

  /** Runs once per message. */
  @ApplicationScoped
  public static class Handler {

    @Inject Effects effects;
    @Inject IdempotencyContext context;

    @Idempotent(key = "{message.id}")
    public List<Long> list(Message message) {
      effects.add(message.id());
      return List.of(System.nanoTime());
    }

    @Idempotent(key = "{0}")
    @Transactional
    public @Nullable String nothing(String name) {
      effects.add(name);
      return null;
    }

    @Idempotent(key = "{0}")
    public void silent(String name) {
      effects.add(name);
    }

    @Idempotent(key = "{0}")
    public String fails(String name) {
      effects.add(name);
      throw new IllegalStateException("the work fails");
    }

    @Idempotent(key = "{0}")
    public String context(String name) {
      return context.attempt() + " " + context.takeover() + " " + context.downstreamKey("psp");
    }
  }
}
