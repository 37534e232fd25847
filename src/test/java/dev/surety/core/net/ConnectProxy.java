package dev.surety.core.net;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A proxy that knows CONNECT alone. */
public final class ConnectProxy implements AutoCloseable {

  private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final int status;

  /**
   * @param status what it answers; 0 for nothing
   */
  public ConnectProxy(int status) throws IOException {
    this.status = status;
    run(this::accept);
  }

  public EgressProxy egress() {
    return EgressProxy.of("http://127.0.0.1:" + socket.getLocalPort());
  }

  /** The request lines that came. */
  public List<String> asked() {
    return asked;
  }

  private interface Work {
    void run() throws IOException;
  }

  private static void run(Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException e) {
                // one side has closed
              }
            },
            "local-server");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() throws IOException {
    while (true) {
      Socket client = socket.accept();
      run(() -> serve(client));
    }
  }

  private void serve(Socket client) throws IOException {
    StringBuilder head = new StringBuilder();
    int octet;
    while (head.indexOf("\r\n\r\n") < 0 && (octet = client.getInputStream().read()) >= 0) {
      head.append((char) octet);
    }
    String line = head.substring(0, head.indexOf("\r\n"));
    asked.add(line);
    if (status == 0) {
      return;
    }
    String answer =
        "HTTP/1.1 " + status + " X\r\n" + (status == 200 ? "" : "Content-Length: 0\r\n");
    client.getOutputStream().write((answer + "\r\n").getBytes(StandardCharsets.US_ASCII));
    if (status == 200) {
      String[] to = line.split(" ")[1].split(":");
      Socket server = new Socket(to[0], Integer.parseInt(to[1]));
      run(() -> pipe(server, client));
      pipe(client, server);
    }
  }

  private static void pipe(Socket from, Socket to) throws IOException {
    try (from;
        to;
        InputStream in = from.getInputStream()) {
      in.transferTo(to.getOutputStream());
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
