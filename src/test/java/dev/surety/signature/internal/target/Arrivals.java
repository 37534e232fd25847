package dev.surety.signature.internal.target;

import static org.assertj.core.api.Assertions.assertThat;

import dev.surety.core.net.Cidr;
import dev.surety.signature.internal.target.Origins.Absolute;
import dev.surety.signature.internal.target.Origins.Refusal;
import dev.surety.signature.internal.target.Origins.Refused;
import java.util.ArrayList;
import java.util.List;

/** Requests as they arrive, and where their origin is found. */
final class Arrivals {

  static final String PROXY = "10.1.2.3";

  static final String STRANGER = "203.0.113.9";

  static final List<Cidr> PROXIES = List.of(Cidr.of("10.0.0.0/8"), Cidr.of("2001:db8::/32"));

  private Arrivals() {}

  static Origins open() {
    return Origins.of(List.of(), PROXIES);
  }

  static Origins listed(String... origins) {
    return Origins.of(List.of(origins), PROXIES);
  }

  static void assertTarget(Origins origins, Request request, String expected) {
    assertThat(origins.targetOf(request.build())).isEqualTo(new Absolute(expected));
  }

  static void assertRefused(Origins origins, Request request) {
    assertThat(origins.targetOf(request.build())).isEqualTo(new Refused(Refusal.TARGET_MALFORMED));
  }

  static Request request(String peer) {
    return new Request(peer);
  }

  static final class Request {
    private final String peer;
    private final List<String> host = new ArrayList<>();
    private final List<String> forwarded = new ArrayList<>();
    private final List<String> proto = new ArrayList<>();
    private final List<String> forwardedHost = new ArrayList<>();
    private final List<String> port = new ArrayList<>();
    private String scheme = "http";
    private String target = "/p";

    Request(String peer) {
      this.peer = peer;
    }

    Request host(String line) {
      host.add(line);
      return this;
    }

    Request forwarded(String line) {
      forwarded.add(line);
      return this;
    }

    Request proto(String line) {
      proto.add(line);
      return this;
    }

    Request forwardedHost(String line) {
      forwardedHost.add(line);
      return this;
    }

    Request port(String line) {
      port.add(line);
      return this;
    }

    Request scheme(String value) {
      scheme = value;
      return this;
    }

    Request target(String value) {
      target = value;
      return this;
    }

    Arrival build() {
      return new Arrival(
          peer, scheme, "server.local", 8080, host, forwarded, proto, forwardedHost, port, target);
    }
  }
}
