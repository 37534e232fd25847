package dev.surety.signature.partner;

import dev.surety.testing.RawHttp;
import dev.surety.testing.TestWar;
import java.net.URI;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/** The deployed application as a partner sees it, request by request, byte for byte. */
public final class Partners {

  private static final AtomicInteger NONCES = new AtomicInteger();

  private final URI base;
  private final RawHttp raw;
  private final String name = UUID.randomUUID().toString();

  public Partners(URI base) {
    this.base = base;
    this.raw = new RawHttp(base);
  }

  public static TestWar war(String name) {
    return TestWar.named(name)
        .config(Map.of("surety.idempotency.wait", "true"))
        .file(OtherFeature.SERVICES, OtherFeature.class.getName())
        .classes(
            HeaderGate.class,
            PartnerShop.class,
            KeyedShop.class,
            DescribedShop.class,
            Audit.class,
            Bearer.class,
            Detours.class,
            OtherFeature.class);
  }

  /** A name of this client's own. */
  public String name() {
    return name;
  }

  /** The authority that requests are sent to. */
  public String authority() {
    return base.getAuthority();
  }

  /** The path of an operation, from the root. */
  public String path(String operation) {
    return base.getPath() + "api/" + operation;
  }

  /** A header line that lets the gate accept a request of an owner's, by a new nonce. */
  public static String signedBy(String issuer, String owner) {
    return line("X-Decide", "signed " + issuer + " " + owner)
        + line("X-Nonce", UUID.randomUUID() + "-" + NONCES.incrementAndGet());
  }

  public static String line(String name, String value) {
    return name + ": " + value + "\r\n";
  }

  /** Sends a POST with a body. */
  public RawHttp.Reply post(String operation, String lines, String body) {
    return send("POST", path(operation), line("Content-Length", "" + body.length()) + lines, body);
  }

  /** Sends a request whose target is given as it is to be on the wire. */
  public RawHttp.Reply send(String method, String target, String lines, String body) {
    return raw.send(request(method, target, lines) + body);
  }

  /** The status that a request is answered with before any of its body is sent. */
  public int statusOf(String method, String target, String lines) {
    return raw.statusOf(request(method, target, lines));
  }

  private String request(String method, String target, String lines) {
    return method
        + " "
        + target
        + " HTTP/1.1\r\n"
        + line("Host", authority())
        + line("Connection", "close")
        + line("X-Name", name)
        + lines
        + "\r\n";
  }

  /** Sends anything. */
  public RawHttp.Reply send(String request) {
    return raw.send(request);
  }

  /** What the gate was shown of this client's requests. */
  public String seen() {
    return get("partner/seen/" + name);
  }

  /** What an operation that needs no signature says. */
  public String get(String operation) {
    return body(send("GET", path(operation), "", ""));
  }

  /** What stands below the header section; the tests' answers are not chunked or read as such. */
  public static String body(RawHttp.Reply reply) {
    return reply.text().substring(reply.text().indexOf("\r\n\r\n") + 4);
  }
}
