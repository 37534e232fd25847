package dev.surety.idempotency.internal.http;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/** Drops the answer of a request that took the offer to wait; passes every other on. */
final class DroppableResponse extends HttpServletResponseWrapper {

  private final Waiting waiting;

  DroppableResponse(HttpServletResponse response, Waiting waiting) {
    super(response);
    this.waiting = waiting;
  }

  /** A change of the answer. */
  private interface Change<E extends Exception> {
    void make() throws E;
  }

  private <E extends Exception> void unlessDropped(Change<E> change) throws E {
    if (!waiting.taken()) {
      change.make();
    }
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
    unlessDropped(super::flushBuffer);
  }

  @Override
  public void reset() {
    unlessDropped(super::reset);
  }

  @Override
  public void resetBuffer() {
    unlessDropped(super::resetBuffer);
  }

  @Override
  public void setBufferSize(int size) {
    unlessDropped(() -> super.setBufferSize(size));
  }

  @Override
  public void setStatus(int status) {
    unlessDropped(() -> super.setStatus(status));
  }

  @Override
  public void sendError(int status) throws IOException {
    unlessDropped(() -> super.sendError(status));
  }

  @Override
  public void sendError(int status, String message) throws IOException {
    unlessDropped(() -> super.sendError(status, message));
  }

  @Override
  public void sendRedirect(String location) throws IOException {
    unlessDropped(() -> super.sendRedirect(location));
  }

  @Override
  public void addCookie(Cookie cookie) {
    unlessDropped(() -> super.addCookie(cookie));
  }

  @Override
  public void addHeader(String name, String value) {
    unlessDropped(() -> super.addHeader(name, value));
  }

  @Override
  public void setHeader(String name, String value) {
    unlessDropped(() -> super.setHeader(name, value));
  }

  @Override
  public void addDateHeader(String name, long date) {
    unlessDropped(() -> super.addDateHeader(name, date));
  }

  @Override
  public void setDateHeader(String name, long date) {
    unlessDropped(() -> super.setDateHeader(name, date));
  }

  @Override
  public void addIntHeader(String name, int value) {
    unlessDropped(() -> super.addIntHeader(name, value));
  }

  @Override
  public void setIntHeader(String name, int value) {
    unlessDropped(() -> super.setIntHeader(name, value));
  }

  @Override
  public void setTrailerFields(Supplier<Map<String, String>> fields) {
    unlessDropped(() -> super.setTrailerFields(fields));
  }

  @Override
  public void setContentType(String type) {
    unlessDropped(() -> super.setContentType(type));
  }

  @Override
  public void setCharacterEncoding(String charset) {
    unlessDropped(() -> super.setCharacterEncoding(charset));
  }

  @Override
  public void setLocale(Locale locale) {
    unlessDropped(() -> super.setLocale(locale));
  }

  @Override
  public void setContentLength(int length) {
    unlessDropped(() -> super.setContentLength(length));
  }

  @Override
  public void setContentLengthLong(long length) {
    unlessDropped(() -> super.setContentLengthLong(length));
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
