package dev.surety.signature;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.surety.SuretyException;
import dev.surety.signature.HttpMessage.Field;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.client.Client;
import jakarta.ws.rs.client.ClientBuilder;
import jakarta.ws.rs.client.ClientRequestFilter;
import jakarta.ws.rs.client.Entity;
import jakarta.ws.rs.client.Invocation;
import jakarta.ws.rs.client.WebTarget;
import jakarta.ws.rs.core.Form;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.StreamingOutput;
import jakarta.ws.rs.core.UriBuilder;
import jakarta.ws.rs.ext.WriterInterceptor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.zip.GZIPOutputStream;
import org.glassfish.jersey.client.JerseyClientBuilder;
import org.jboss.resteasy.client.jaxrs.internal.ResteasyClientBuilderImpl;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What was signed is what a real server receives, from the clients of both servers. */
class SigningFilterTest {

  enum Implementation {
    RESTEASY(ResteasyClientBuilderImpl::new),
    JERSEY(JerseyClientBuilder::new);

    private final Supplier<ClientBuilder> builder;

    Implementation(Supplier<ClientBuilder> builder) {
      this.builder = builder;
    }
  }

  private record Received(String method, String target, Headers headers, byte[] body) {}

  private final Queue<HttpMessage.Request> signed = new ConcurrentLinkedQueue<>();
  private final Queue<Received> received = new ConcurrentLinkedQueue<>();
  private final SignatureSigner signer =
      message -> {
        signed.add((HttpMessage.Request) message);
        return List.of(
            new Field("Content-Digest", "digest" + signed.size()),
            new Field("Signature-Input", "input" + signed.size()),
            new Field("Signature", "signature" + signed.size()));
      };
  private HttpServer server;
  private String base;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::receive);
    server.start();
    base = "http://127.0.0.1:" + server.getAddress().getPort();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void receive(HttpExchange exchange) throws IOException {
    received.add(
        new Received(
            exchange.getRequestMethod(),
            exchange.getRequestURI().toString(),
            exchange.getRequestHeaders(),
            exchange.getRequestBody().readAllBytes()));
    exchange.sendResponseHeaders(204, -1);
    exchange.close();
  }

  @ParameterizedTest
  @EnumSource
  void requestWithoutBody_isSignedWithItsFinalTarget(Implementation client) {
    call(client, base -> base.path("a%2fb").queryParam("c", "d e").request().get().close());
    assertAgreed("GET");
    assertThat(received.element().target()).startsWith("/a%2fb?c=");
  }

  @ParameterizedTest
  @EnumSource
  void body_isSignedAsTheBytesThatGoOut(Implementation client) {
    call(
        client,
        base -> base.request().post(Entity.entity("grüße", "text/plain;charset=UTF-8")).close());
    assertAgreed("POST");
    assertThat(received.element().body()).isEqualTo("grüße".getBytes(UTF_8));
    assertThat(field("Content-Type"))
        .isEqualTo(received.element().headers().getFirst("Content-Type"));
  }

  @ParameterizedTest
  @EnumSource
  void bodiesOfAllKinds_areSigned(Implementation client) {
    byte[] bytes = new byte[300_000];
    StreamingOutput stream = out -> out.write(bytes);
    for (Object body : List.of(bytes, stream, new ByteArrayInputStream(bytes))) {
      call(
          client,
          base ->
              base.request().put(Entity.entity(body, MediaType.APPLICATION_OCTET_STREAM)).close());
      assertAgreed("PUT");
      assertThat(received.remove().body()).hasSize(300_000);
      signed.clear();
    }
    call(client, base -> base.request().post(Entity.form(new Form("a", "b c"))).close());
    assertAgreed("POST");
    assertThat(received.element().body()).asString(UTF_8).isEqualTo("a=b+c");
  }

  @ParameterizedTest
  @EnumSource
  void bodyThatAnotherInterceptorEncodes_isSignedEncoded(Implementation client) {
    WriterInterceptor gzip =
        context -> {
          GZIPOutputStream encoded = new GZIPOutputStream(context.getOutputStream());
          context.setOutputStream(encoded);
          context.proceed();
          encoded.finish();
        };
    call(client, gzip, base -> base.request().post(Entity.text("a")).close());
    assertAgreed("POST");
    assertThat(received.element().body()).startsWith(0x1f, 0x8b);
  }

  @ParameterizedTest
  @EnumSource
  void headerAndTargetOfAnotherFilter_areSigned(Implementation client) {
    ClientRequestFilter late =
        context -> {
          context.getHeaders().putSingle("X-Late", 7);
          context.setUri(UriBuilder.fromUri(context.getUri()).queryParam("late", "1").build());
        };
    call(client, late, base -> base.request().post(Entity.text("a")).close());
    assertAgreed("POST");
    assertThat(field("X-Late")).isEqualTo("7");
    assertThat(received.element().target()).endsWith("?late=1");
  }

  @ParameterizedTest
  @EnumSource
  void emptyBody_isSigned(Implementation client) {
    call(client, base -> base.request().post(Entity.text("")).close());
    assertAgreed("POST");
    assertThat(received.element().body()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void sameInvocationAgain_isSignedAnew(Implementation client) {
    call(
        client,
        base -> {
          Invocation invocation = base.request().buildPost(Entity.text("a"));
          invocation.invoke().close();
          invocation.invoke().close();
        });
    assertThat(signed).hasSize(2).noneMatch(m -> m.fields().stream().anyMatch(this::isOurs));
    assertThat(received)
        .last()
        .extracting(r -> r.headers().get("Signature"))
        .isEqualTo(List.of("signature2"));
  }

  @ParameterizedTest
  @EnumSource
  void digestOfTheCaller_isKeptForTheSigner(Implementation client) {
    call(
        client,
        base -> base.request().header("Content-Digest", "own").post(Entity.text("a")).close());
    assertThat(field("Content-Digest")).isEqualTo("own");
  }

  @ParameterizedTest
  @EnumSource
  void asynchronousCall_isSigned(Implementation client) {
    call(
        client,
        base ->
            assertThat(base.request().async().post(Entity.text("a")))
                .succeedsWithin(Duration.ofSeconds(10)));
    assertAgreed("POST");
  }

  @ParameterizedTest
  @EnumSource
  void bodyOverTheLimit_failsTheCallUnsent(Implementation client) {
    assertThatThrownBy(
            () ->
                call(client, base -> base.request().post(Entity.text("a".repeat(300_001))).close()))
        .isInstanceOf(ProcessingException.class)
        .hasRootCauseInstanceOf(SuretyException.class)
        .hasStackTraceContaining("more than 300000 bytes");
    assertThat(signed).isEmpty();
    assertThat(received).noneMatch(r -> r.body().length > 0);
  }

  private void assertAgreed(String method) {
    HttpMessage.Request message = signed.element();
    Received request = received.element();
    assertThat(message.method()).isEqualTo(request.method()).isEqualTo(method);
    assertThat(message.target()).isEqualTo(base + request.target());
    assertThat(message.body()).isEqualTo(request.body());
    assertThat(request.headers().get("Signature")).containsExactly("signature1");
    assertThat(request.headers().get("Signature-Input")).containsExactly("input1");
    assertThat(request.headers().get("Content-Digest")).containsExactly("digest1");
  }

  private boolean isOurs(Field field) {
    return List.of("Content-Digest", "Signature", "Signature-Input").contains(field.name());
  }

  private String field(String name) {
    return signed.element().fields().stream()
        .filter(f -> f.name().equalsIgnoreCase(name))
        .map(Field::value)
        .findFirst()
        .orElse("");
  }

  private void call(Implementation implementation, Consumer<WebTarget> call) {
    call(implementation, null, call);
  }

  private void call(Implementation implementation, Object provider, Consumer<WebTarget> call) {
    ClientBuilder builder =
        implementation.builder.get().register(new SigningFilter(signer, 300_000));
    if (provider != null) {
      builder.register(provider);
    }
    Client client = builder.build();
    try {
      call.accept(client.target(base + "/"));
    } finally {
      client.close();
    }
  }
}
