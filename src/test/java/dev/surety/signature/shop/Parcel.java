package dev.surety.signature.shop;

import dev.surety.testing.RawHttp;
import dev.surety.testing.RawHttp.Reply;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A request as it goes over the wire, again and again if need be.
 *
 * @param url as it was signed; its authority becomes the Host
 */
public record Parcel(String method, String url, Map<String, String> fields, String body) {

  /** The same with another field, which nobody signed. */
  public Parcel with(String name, String value) {
    Map<String, String> changed = new LinkedHashMap<>(fields);
    changed.put(name, value);
    return new Parcel(method, url, changed, body);
  }

  public Parcel without(String name) {
    Map<String, String> changed = new LinkedHashMap<>(fields);
    changed.remove(name);
    return new Parcel(method, url, changed, body);
  }

  /** The same signature over another body. */
  public Parcel withBody(String other) {
    return new Parcel(method, url, fields, other);
  }

  /** The same signature at another place. */
  public Parcel at(String other) {
    return new Parcel(method, other, fields, body);
  }

  /** Sends it to where it is addressed. */
  public Reply send() {
    return sendTo(URI.create(url));
  }

  /** Sends it to a server behind that address. */
  public Reply sendTo(URI server) {
    return new RawHttp(server).send(wire());
  }

  /** Sends it from another address of the loopback network. */
  public Reply sendTo(URI server, String from) {
    return new RawHttp(server).send(wire(), from);
  }

  private String wire() {
    // not by way of java.net.URI, which would refuse what verifiers must be tested with
    String place = url.substring(url.indexOf("://") + 3);
    int end = place.replace('?', '/').indexOf('/');
    String lines =
        fields.entrySet().stream()
            .map(field -> field.getKey() + ": " + field.getValue() + "\r\n")
            .collect(Collectors.joining());
    return octets(
            method + " " + place.substring(end) + " HTTP/1.1\r\nHost: " + place.substring(0, end))
        + "\r\nConnection: close\r\nContent-Length: "
        + octets(body).length()
        + "\r\n"
        + lines
        + "\r\n"
        + octets(body);
  }

  /** UTF-8 for a connection that writes a character as an octet. */
  private static String octets(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  /** What stands below the header section. */
  public static String body(Reply reply) {
    return reply.text().substring(reply.text().indexOf("\r\n\r\n") + 4);
  }

  /** Every challenge of an answer. */
  public static List<String> challenges(Reply reply) {
    return reply
        .text()
        .lines()
        .takeWhile(line -> !line.isEmpty())
        .filter(line -> line.regionMatches(true, 0, "WWW-Authenticate:", 0, 17))
        .map(line -> line.substring(17).strip())
        .toList();
  }

  /** The error that an answer names, or its status. */
  public static String code(Reply reply) {
    List<String> challenges = challenges(reply);
    return challenges.size() == 1
        ? challenges.get(0).replaceAll("^Signature error=\"([a-z_]+)\"$", "$1")
        : String.valueOf(reply.status());
  }
}
