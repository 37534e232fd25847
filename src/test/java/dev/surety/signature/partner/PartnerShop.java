package dev.surety.signature.partner;

import dev.surety.signature.SignatureRequired;
import dev.surety.signature.VerifiedSigner;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/** What partners may do, and what the gate saw of them. */
@Path("partner")
@RequestScoped
public class PartnerShop {

  private static final Map<String, String> LAST = new ConcurrentHashMap<>();

  @Inject Audit audit;
  @Inject Instance<VerifiedSigner> signer;

  /** Not guarded. */
  @GET
  @Path("seen/{name}")
  @Produces("text/plain;charset=UTF-8")
  public String seen(@PathParam("name") String name) {
    return HeaderGate.seen(name);
  }

  @POST
  @Path("echo")
  @SignatureRequired(value = "other", operation = "echo-it")
  @Produces("application/octet-stream")
  public byte[] echo(@HeaderParam("X-Name") String name, byte[] body) {
    LAST.merge(name, HexFormat.of().formatHex(body), String::concat);
    return body;
  }

  /** The bodies that were echoed, in hexadecimal digits. */
  @GET
  @Path("last/{name}")
  @Produces("text/plain")
  public String last(@PathParam("name") String name) {
    return LAST.getOrDefault(name, "nothing");
  }

  @POST
  @Path("form")
  @SignatureRequired
  @Produces("text/plain")
  public String form(@FormParam("name") String name) {
    return name;
  }

  @GET
  @Path("raw{any: .*}")
  @SignatureRequired
  @Produces("text/plain")
  public String raw() {
    return "raw";
  }

  @POST
  @Path("raw{any: .*}")
  @SignatureRequired
  @Produces("text/plain")
  public String rawPost() {
    return "raw";
  }

  @POST
  @Path("who")
  @SignatureRequired
  @Produces("text/plain")
  public String who(@Context SecurityContext security, @Context HttpServletRequest request) {
    return String.join(
        ",",
        signer.get().owner(),
        audit.signer(),
        security.getUserPrincipal().getName(),
        security.getAuthenticationScheme(),
        Boolean.toString(security.isUserInRole("buyer")),
        String.valueOf(request.getAttribute("dev.surety.signature.VerifiedSigner")));
  }

  @POST
  @Path("stage")
  @SignatureRequired
  @Produces("text/plain")
  public CompletionStage<String> stage() {
    return CompletableFuture.completedFuture(signer.get().owner());
  }

  @POST
  @Path("suspended")
  @SignatureRequired
  @Produces("text/plain")
  public void suspended(@Suspended AsyncResponse response) {
    response.resume(signer.get().owner());
  }

  @POST
  @Path("events")
  @SignatureRequired
  @Produces("text/event-stream")
  public void events(@Context SseEventSink sink, @Context Sse sse) {
    String owner = signer.get().owner();
    sink.send(sse.newEvent(owner)).whenComplete((any, failure) -> sink.close());
  }
}
