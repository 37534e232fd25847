package dev.surety.signature.internal.http;

import dev.surety.signature.HttpMessage.Field;
import java.util.List;

/** Says where a request was sent to, as the client sees it. */
interface Origin {

  /** What the server's own connection and the Host line say. */
  Origin BY_HOST =
      arrival -> {
        List<String> hosts =
            arrival.fields().stream()
                .filter(field -> field.name().equalsIgnoreCase("Host"))
                .map(Field::value)
                .toList();
        return hosts.size() == 1 && arrival.target().startsWith("/")
            ? arrival.scheme() + "://" + hosts.get(0) + arrival.target()
            : "";
      };

  /**
   * The absolute target URI; empty where there is none that could be agreed upon, which the
   * verifier refuses at its step.
   */
  String targetOf(Arrival arrival);

  /**
   * What the server saw of a request's way.
   *
   * @param peer the address the connection came from
   * @param target path and query as on the wire
   * @param fields among them Host and what proxies add
   */
  record Arrival(
      String peer, String scheme, String host, int port, String target, List<Field> fields) {}
}
