package dev.surety.demo.shop;

import dev.surety.signature.HttpMessage.Field;
import dev.surety.signature.HttpMessage.Request;
import dev.surety.signature.SignatureSigner;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.UriInfo;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Plays the partner, whose private key this demo has, so that a shell can send what it signed. */
@Path("partner/example")
@RequestScoped
public class PartnerExample {

  private static final String ORDER = "{\"item\":\"carrot cake\",\"quantity\":2}";

  @Inject SignatureSigner partner;

  /** One curl line that places an order with a new key, signed for this server and this minute. */
  @GET
  @Produces("text/plain")
  public String curlLine(@Context UriInfo uri) {
    String target = uri.getBaseUriBuilder().path("partner/orders").build().toString();
    List<Field> fields =
        List.of(
            new Field("Content-Type", "application/json"),
            new Field("Idempotency-Key", UUID.randomUUID().toString()));
    List<Field> added =
        partner.sign(
            new Request("POST", target, fields, ORDER.getBytes(StandardCharsets.US_ASCII)));
    return Stream.concat(fields.stream(), added.stream())
        .map(field -> "-H '" + field.name() + ": " + field.value() + "'")
        .collect(Collectors.joining(" ", "curl -i " + target + " ", " -d '" + ORDER + "'\n"));
  }
}
