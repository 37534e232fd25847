package dev.surety.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** Requests byte for byte, as no HTTP client would send them. */
public final class RawHttp {

  private static final int TIMEOUT = 30_000;
  private static final String ANY_ADDRESS = "0.0.0.0";

  private final URI base;

  public RawHttp(URI base) {
    this.base = base;
  }

  /** Status and everything below the status line, as text. */
  public record Reply(int status, String text) {}

  /** Sends a POST of alice's with header lines of any bytes (as ISO-8859-1) and a body. */
  public Reply post(String path, String headerLines, byte[] body) {
    try (Socket socket = new Socket(base.getHost(), base.getPort())) {
      socket.setSoTimeout(TIMEOUT);
      send(socket, path, headerLines, body);
      return read(socket.getInputStream());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends the same and hangs up without waiting for an answer. */
  public void postAndHangUp(String path, String headerLines, byte[] body) {
    try (Socket socket = new Socket(base.getHost(), base.getPort())) {
      socket.setSoLinger(true, 0);
      send(socket, path, headerLines, body);
      Thread.sleep(50);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Sends what is given and nothing else, as ISO-8859-1; it must ask for the connection's end. */
  public Reply send(String request) {
    return send(request, ANY_ADDRESS);
  }

  /** Sends the same from an address of this machine's. */
  public Reply send(String request, String from) {
    try (Socket socket =
        new Socket(base.getHost(), base.getPort(), InetAddress.getByName(from), 0)) {
      socket.setSoTimeout(TIMEOUT);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().flush();
      return read(socket.getInputStream());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends what is given, as ISO-8859-1, and reads no more than the status line. */
  public int statusOf(String request) {
    try (Socket socket = new Socket(base.getHost(), base.getPort())) {
      socket.setSoTimeout(TIMEOUT);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().flush();
      String line = new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
      return Integer.parseInt(line.split(" ", 2)[1]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void send(Socket socket, String path, String headerLines, byte[] body)
      throws IOException {
    String head =
        "POST "
            + base.getPath()
            + "api/"
            + path
            + " HTTP/1.1\r\nHost: "
            + base.getAuthority()
            + "\r\nConnection: close\r\nAuthorization: "
            + TestUsers.basic("alice")
            + "\r\nContent-Length: "
            + body.length
            + "\r\n"
            + headerLines
            + "\r\n";
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(head.getBytes(StandardCharsets.ISO_8859_1));
    bytes.writeBytes(body);
    socket.getOutputStream().write(bytes.toByteArray());
    socket.getOutputStream().flush();
  }

  private static Reply read(InputStream in) throws IOException {
    String answer = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    int end = answer.indexOf("\r\n");
    if (end < 0) {
      throw new IOException("no answer: " + answer);
    }
    return new Reply(Integer.parseInt(answer.split(" ", 3)[1]), answer.substring(end + 2));
  }
}
