package dev.surety.core.net;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A server on a raw socket, which answers as no well-made server does. */
public final class LocalServer implements AutoCloseable {

  /** What one connection is answered with. */
  public interface Answer {
    void write(OutputStream out) throws IOException, InterruptedException;
  }

  private final ServerSocket socket;
  private final Answer answer;
  private final List<String> heads = new CopyOnWriteArrayList<>();

  /** Listens on that address of the loopback network. */
  public LocalServer(String address, Answer answer) {
    try {
      this.socket = new ServerSocket(0, 50, InetAddress.getByName(address));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.answer = answer;
    Thread acceptor = new Thread(this::accept, "local-server");
    acceptor.setDaemon(true);
    acceptor.start();
  }

  public static LocalServer answering(String response) {
    return new LocalServer(
        "127.0.0.1", out -> out.write(response.getBytes(StandardCharsets.ISO_8859_1)));
  }

  public int port() {
    return socket.getLocalPort();
  }

  /** The heads of the requests that came. */
  public List<String> heads() {
    return heads;
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        Socket connection = socket.accept();
        Thread worker = new Thread(() -> serve(connection), "local-server");
        worker.setDaemon(true);
        worker.start();
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket connection) {
    try (connection) {
      heads.add(head(connection.getInputStream()));
      answer.write(connection.getOutputStream());
      connection.getOutputStream().flush();
    } catch (SocketException e) {
      heads.add("closed by the client");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String head(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    int octet;
    while (head.indexOf("\r\n\r\n") < 0 && (octet = in.read()) >= 0) {
      head.append((char) octet);
    }
    return head.toString();
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
