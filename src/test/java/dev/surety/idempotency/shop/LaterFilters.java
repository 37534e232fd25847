package dev.surety.idempotency.shop;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.WriterInterceptor;
import jakarta.ws.rs.ext.WriterInterceptorContext;
import java.io.IOException;
import java.net.URI;
import java.util.zip.GZIPOutputStream;

/** What an application's filters do after Surety's. */
public final class LaterFilters {

  private LaterFilters() {}

  /** Answers in the method's place where a request asks for it, after the key was reserved. */
  @Provider
  public static class Answering implements ContainerRequestFilter {
    @Override
    public void filter(ContainerRequestContext request) {
      if (request.getHeaderString("X-Elsewhere") != null) {
        request.abortWith(Response.seeOther(URI.create("/login")).build());
      }
    }
  }

  /** Adds to headers, among them one that is stored. */
  @Provider
  public static class Adding implements ContainerResponseFilter {
    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
      response.getHeaders().add("X-Filtered", "once");
      response.getHeaders().add("Link", "</terms>; rel=\"terms\"");
    }
  }

  /** Compresses where a request asks for it. */
  @Provider
  public static class Compressing implements WriterInterceptor, ContainerResponseFilter {

    private static final ThreadLocal<Boolean> ASKED = ThreadLocal.withInitial(() -> false);

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
      ASKED.set(request.getHeaderString("X-Compress") != null);
    }

    @Override
    public void aroundWriteTo(WriterInterceptorContext context) throws IOException {
      if (!ASKED.get()) {
        context.proceed();
        return;
      }
      context.getHeaders().putSingle("Content-Encoding", "gzip");
      try (GZIPOutputStream compressed = new GZIPOutputStream(context.getOutputStream())) {
        context.setOutputStream(compressed);
        context.proceed();
      }
    }
  }
}
