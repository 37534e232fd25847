package dev.surety.webhook.process;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** One sender's connection, to be answered well or badly. */
final class Line {

  private static final int DRIPS = 40;

  private final Socket socket;

  Line(Socket socket) {
    this.socket = socket;
  }

  /** Answers in whole; tells whether that means that it was accepted. */
  boolean status(int status) throws IOException {
    write("HTTP/1.1 %d Any\r\ncontent-length: 0\r\n\r\n".formatted(status));
    return status / 100 == 2;
  }

  /** Ends the connection so that the other side meets an error. */
  boolean reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
    return false;
  }

  /** Says nothing for so long. */
  boolean silence(long millis) throws IOException, InterruptedException {
    Thread.sleep(millis);
    socket.close();
    return false;
  }

  /** Answers 200 too slowly for any deadline, always with a little more to come. */
  boolean drip() throws IOException, InterruptedException {
    write("HTTP/1.1 200 OK\r\nx-slow: ");
    for (int i = 0; i < DRIPS; i++) {
      Thread.sleep(50);
      write("x");
    }
    socket.close();
    return false;
  }

  private void write(String text) throws IOException {
    OutputStream out = socket.getOutputStream();
    out.write(text.getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
  }
}
