package dev.surety.core.net;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.hc.client5.http.async.methods.AbstractBinResponseConsumer;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpResponse;
import org.jspecify.annotations.Nullable;

/** Takes a response's bytes as they come, and ends the connection when there are too many. */
final class BoundedResponse extends AbstractBinResponseConsumer<HttpResult.Body> {

  private static final int MOST_HEADER_BYTES = 16 << 10;
  private static final int WINDOW = 16 << 10;

  private final int limit;
  private final ByteArrayOutputStream content = new ByteArrayOutputStream();
  private Map<String, List<String>> headers = Map.of();
  private int status;
  private volatile boolean abandoned;

  BoundedResponse(int limit) {
    this.limit = limit;
  }

  /** The head, or the content, is larger than allowed. */
  static final class TooLarge extends IOException {

    private static final long serialVersionUID = 1L;
  }

  /** Nobody waits any longer: the next byte ends the connection, if nothing else has. */
  void abandon() {
    abandoned = true;
  }

  @Override
  protected void start(HttpResponse response, @Nullable ContentType type) throws IOException {
    checkWanted();
    Map<String, List<String>> byName = new HashMap<>();
    int bytes = 0;
    for (Header header : response.getHeaders()) {
      String value = header.getValue() == null ? "" : header.getValue();
      bytes += header.getName().length() + value.length() + 4;
      byName
          .computeIfAbsent(header.getName().toLowerCase(Locale.ROOT), name -> new ArrayList<>())
          .add(value);
    }
    if (bytes > MOST_HEADER_BYTES) {
      throw new TooLarge();
    }
    headers = byName;
    status = response.getCode();
  }

  @Override
  protected int capacityIncrement() {
    return WINDOW;
  }

  @Override
  protected void data(ByteBuffer bytes, boolean last) throws IOException {
    checkWanted();
    if (content.size() + bytes.remaining() > limit) {
      throw new TooLarge();
    }
    byte[] chunk = new byte[bytes.remaining()];
    bytes.get(chunk);
    content.writeBytes(chunk);
  }

  @Override
  protected HttpResult.Body buildResult() {
    return new HttpResult.Body(status, content.toByteArray(), headers);
  }

  private void checkWanted() throws IOException {
    if (abandoned) {
      throw new IOException("the deadline is over");
    }
  }

  @Override
  public void releaseResources() {
    // the content is garbage with this object
  }
}
