package dev.surety.demo.adcp;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import java.util.Arrays;
import org.eclipse.microprofile.config.Config;

/** Tells anybody how requests are to be signed, as runners may ask before they start. */
@Path("get_adcp_capabilities")
@RequestScoped
@Produces("application/json")
public class Capabilities {

  @Inject Config config;

  @GET
  public String get() {
    return Json.createObjectBuilder()
        .add(
            "request_signing",
            Json.createObjectBuilder()
                .add("supported", true)
                .add(
                    "covers_content_digest",
                    config.getValue("surety.signature.verifier.adcp.digest", String.class))
                .add("required_for", names("required-for"))
                .add("protocol_methods_required_for", names("protocol-methods-required-for")))
        .add("specialisms", Json.createArrayBuilder().add("signed-requests"))
        .build()
        .toString();
  }

  @POST
  public String post() {
    return get();
  }

  private JsonArray names(String setting) {
    return config
        .getOptionalValue("surety.signature.verifier.adcp." + setting, String[].class)
        .map(names -> Json.createArrayBuilder(Arrays.asList(names)).build())
        .orElse(JsonArray.EMPTY_JSON_ARRAY);
  }
}
