package dev.surety.core.net;

import java.io.IOException;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.nio.NHttpMessageParser;
import org.apache.hc.core5.http.nio.SessionInputBuffer;

/**
 * Parses a response's status line and headers while they are no more than 16 KiB together.
 *
 * <p>Bytes are counted as they are read, so that no more of them is held.
 */
final class BoundedHead implements NHttpMessageParser<HttpResponse> {

  static final int MOST_BYTES = 16 << 10;

  private final NHttpMessageParser<HttpResponse> parser;
  private int read;

  BoundedHead(NHttpMessageParser<HttpResponse> parser) {
    this.parser = parser;
  }

  @Override
  public void reset() {
    read = 0;
    parser.reset();
  }

  @Override
  @SuppressWarnings("NullAway") // no response yet is null, which the library does not say
  public HttpResponse parse(SessionInputBuffer buffer, boolean endOfStream)
      throws IOException, HttpException {
    int before = buffer.length();
    HttpResponse head = parser.parse(buffer, endOfStream);
    read += before - buffer.length();
    if (read + (head == null ? buffer.length() : 0) > MOST_BYTES) {
      throw new MessageConstraintException("the head is larger than " + MOST_BYTES + " bytes");
    }
    return head;
  }
}
