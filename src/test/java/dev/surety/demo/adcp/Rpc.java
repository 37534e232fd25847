package dev.surety.demo.adcp;

import dev.surety.signature.SignatureRequired;
import jakarta.enterprise.context.RequestScoped;
import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonReader;
import jakarta.json.JsonStructure;
import jakarta.json.JsonValue;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import java.io.StringReader;

/** Answers JSON-RPC calls, MCP's among them, with an empty result. */
@Path("mcp")
@RequestScoped
@Produces("application/json")
public class Rpc {

  @POST
  @SignatureRequired(value = "adcp", operation = "mcp")
  public String call(String envelope) {
    try (JsonReader reader = Json.createReader(new StringReader(envelope))) {
      JsonStructure call = reader.read();
      return call.getValueType() == JsonValue.ValueType.ARRAY
          ? results(call).toString()
          : result(call).toString();
    } catch (JsonException e) {
      throw new BadRequestException("the body is no JSON-RPC", e);
    }
  }

  private static JsonValue results(JsonStructure batch) {
    var results = Json.createArrayBuilder();
    batch.asJsonArray().forEach(call -> results.add(result(call)));
    return results.build();
  }

  private static JsonValue result(JsonValue call) {
    JsonValue id =
        call.getValueType() == JsonValue.ValueType.OBJECT
            ? call.asJsonObject().getOrDefault("id", JsonValue.NULL)
            : JsonValue.NULL;
    return Json.createObjectBuilder()
        .add("jsonrpc", "2.0")
        .add("id", id)
        .add("result", Json.createObjectBuilder().add("content", Json.createArrayBuilder()))
        .build();
  }
}
