package dev.surety.idempotency.shop;

import dev.surety.idempotency.BodyHash;
import dev.surety.idempotency.Idempotent;
import dev.surety.idempotency.Storing;
import jakarta.annotation.security.DenyAll;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.EntityPart;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One method for each attribute of the annotation and each kind of request. */
@Path("guarded")
@RequestScoped
@Transactional
@Idempotent
@RolesAllowed("buyer")
public class GuardedShop {

  @Inject Work work;

  @POST
  public @Nullable Response order(@QueryParam("as") String as, String name) {
    return work.perform(as, name);
  }

  @GET
  public String read() {
    return "read";
  }

  @PUT
  @Path("items/{id}")
  public String put(@PathParam("id") String id, String name) {
    work.perform("nothing", name);
    return "put " + id;
  }

  @PATCH
  @Path("items/{id}")
  public String patch(@PathParam("id") String id, String name) {
    work.perform("nothing", name);
    return "patched " + id;
  }

  @DELETE
  @Path("items/{id}")
  public String delete(@PathParam("id") String id) {
    work.perform("nothing", id);
    return "deleted " + id;
  }

  @POST
  @Path("nobody")
  @DenyAll
  public String nobody(String name) {
    return name;
  }

  @POST
  @Path("everybody")
  @PermitAll
  public String everybody(String name) {
    work.perform("nothing", name);
    return name;
  }

  @POST
  @Path("optional")
  @Idempotent(required = false)
  public String optional(String name) {
    work.perform("nothing", name);
    return name;
  }

  @POST
  @Path("named")
  @Idempotent(operation = "order")
  public String named(String name) {
    work.perform("nothing", name);
    return "named";
  }

  @POST
  @Path("named/again")
  @Idempotent(operation = "order")
  public String namedAgain(String name) {
    work.perform("nothing", name);
    return "again";
  }

  @POST
  @Path("json")
  @Idempotent(body = BodyHash.CANONICAL_JSON, exclude = "/sent")
  public String json(String body) {
    return body + System.nanoTime();
  }

  @POST
  @Path("bytes")
  public int bytes(byte[] body) {
    return body.length;
  }

  @POST
  @Path("canonical")
  @Idempotent(body = BodyHash.CANONICAL_JSON)
  public int canonical(byte[] body) {
    return body.length;
  }

  @POST
  @Path("form")
  @Consumes("application/x-www-form-urlencoded")
  public String form(@FormParam("name") String name, @FormParam("more") List<String> more) {
    work.perform("nothing", name);
    return name + more;
  }

  @POST
  @Path("form-map")
  @Consumes("application/x-www-form-urlencoded")
  public String formMap(MultivaluedMap<String, String> form) {
    return form.getFirst("name") + form.get("more");
  }

  @POST
  @Path("parts")
  @Consumes("multipart/form-data")
  public String parts(List<EntityPart> parts) throws IOException {
    StringBuilder text = new StringBuilder();
    for (EntityPart part : parts) {
      try (InputStream content = part.getContent()) {
        text.append(part.getName())
            .append('=')
            .append(new String(content.readAllBytes(), StandardCharsets.UTF_8))
            .append(';');
      }
    }
    return text.toString();
  }

  @POST
  @Path("success")
  @Idempotent(store = Storing.SUCCESS)
  public @Nullable Response success(@QueryParam("as") String as, String name) {
    return work.perform(as, name);
  }

  @POST
  @Path("all")
  @Idempotent(store = Storing.ALL)
  public @Nullable Response all(@QueryParam("as") String as, String name) {
    return work.perform(as, name);
  }
}
