package dev.surety.idempotency.internal.http;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;

/** Drops the answer of a request that took the offer to wait; passes every other on. */
final class DroppableResponse extends HttpServletResponseWrapper {

  private final Waiting waiting;

  DroppableResponse(HttpServletResponse response, Waiting waiting) {
    super(response);
    this.waiting = waiting;
  }

  @Override
  public ServletOutputStream getOutputStream() throws IOException {
    return waiting.taken() ? new Nothing() : super.getOutputStream();
  }

  @Override
  public PrintWriter getWriter() throws IOException {
    return waiting.taken() ? new PrintWriter(Writer.nullWriter()) : super.getWriter();
  }

  @Override
  public void flushBuffer() throws IOException {
    if (!waiting.taken()) {
      super.flushBuffer();
    }
  }

  @Override
  public void setStatus(int status) {
    if (!waiting.taken()) {
      super.setStatus(status);
    }
  }

  @Override
  public void sendError(int status) throws IOException {
    if (!waiting.taken()) {
      super.sendError(status);
    }
  }

  @Override
  public void sendError(int status, String message) throws IOException {
    if (!waiting.taken()) {
      super.sendError(status, message);
    }
  }

  @Override
  public void addHeader(String name, String value) {
    if (!waiting.taken()) {
      super.addHeader(name, value);
    }
  }

  @Override
  public void setHeader(String name, String value) {
    if (!waiting.taken()) {
      super.setHeader(name, value);
    }
  }

  @Override
  public void setContentType(String type) {
    if (!waiting.taken()) {
      super.setContentType(type);
    }
  }

  @Override
  public void setContentLength(int length) {
    if (!waiting.taken()) {
      super.setContentLength(length);
    }
  }

  @Override
  public void setContentLengthLong(long length) {
    if (!waiting.taken()) {
      super.setContentLengthLong(length);
    }
  }

  private static final class Nothing extends ServletOutputStream {

    @Override
    public boolean isReady() {
      return true;
    }

    @Override
    public void setWriteListener(WriteListener listener) {
      throw new IllegalStateException("this answer is dropped");
    }

    @Override
    public void write(int b) {}
  }
}
