package dev.surety.core.net;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.impl.BasicEntityDetails;
import org.apache.hc.core5.http.nio.AsyncClientExchangeHandler;
import org.apache.hc.core5.http.nio.CapacityChannel;
import org.apache.hc.core5.http.nio.DataStreamChannel;
import org.apache.hc.core5.http.nio.RequestChannel;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;

/** One request and its response on a connection, on whose thread all of this runs. */
final class Exchange implements AsyncClientExchangeHandler {

  static final int MOST_CONTENT = 64 << 10;

  private final HttpRequest request;
  private final ByteBuffer body;
  private final int keep;
  private final Listener listener;
  private @Nullable HttpResponse head;
  private @Nullable ByteArrayOutputStream content;
  private int received;
  private boolean begun;
  private boolean sent;

  /**
   * @param keep how many bytes of the response's content the result has
   */
  Exchange(HttpRequest request, byte[] body, int keep, Listener listener) {
    this.request = request;
    this.body = ByteBuffer.wrap(body);
    this.keep = keep;
    this.listener = listener;
  }

  /** Is told how it ends; what comes after the first time does not matter. */
  interface Listener {

    /**
     * @param whole whether the connection is left between two messages
     */
    void answered(PostResult.Answered response, boolean whole);

    /**
     * @param begun whether a byte of the request may have been sent
     * @param heard whether there was a response's head
     */
    void failed(Exception cause, boolean begun, boolean heard);
  }

  @Override
  public void produceRequest(RequestChannel channel, HttpContext context)
      throws HttpException, IOException {
    begun = true;
    boolean empty = !body.hasRemaining();
    sent = empty;
    channel.sendRequest(
        request, empty ? null : new BasicEntityDetails(body.remaining(), null), context);
  }

  @Override
  public int available() {
    return body.remaining();
  }

  @Override
  public void produce(DataStreamChannel channel) throws IOException {
    channel.write(body);
    if (!body.hasRemaining() && !sent) {
      sent = true;
      channel.endStream(null);
    }
  }

  @Override
  public void consumeInformation(HttpResponse response, HttpContext context) {
    // nothing waits for it
  }

  @Override
  public void consumeResponse(
      HttpResponse response, @Nullable EntityDetails entity, HttpContext context) {
    head = response;
    if (entity == null) {
      end(response, false);
    }
  }

  @Override
  public void updateCapacity(CapacityChannel channel) throws IOException {
    channel.update(MOST_CONTENT);
  }

  @Override
  public void consume(ByteBuffer bytes) {
    int length = bytes.remaining();
    int kept = Math.min(length, keep - Math.min(keep, received));
    if (kept > 0) {
      byte[] chunk = new byte[kept];
      bytes.get(chunk);
      content = content == null ? new ByteArrayOutputStream(kept) : content;
      content.writeBytes(chunk);
    }
    bytes.position(bytes.limit());
    received += length;
    if (received > MOST_CONTENT && head != null) {
      end(head, true);
    }
  }

  @Override
  public void streamEnd(@Nullable List<? extends Header> trailers) {
    if (head != null) {
      end(head, false);
    }
  }

  private void end(HttpResponse response, boolean truncated) {
    List<HttpField> fields = new ArrayList<>();
    for (Header header : response.getHeaders()) {
      String value = header.getValue();
      fields.add(new HttpField(header.getName(), value == null ? "" : value));
    }
    byte[] start = content == null ? new byte[0] : content.toByteArray();
    listener.answered(
        new PostResult.Answered(response.getCode(), fields, start, truncated), sent && !truncated);
  }

  @Override
  public void failed(Exception cause) {
    listener.failed(cause, begun, head != null);
  }

  @Override
  public void cancel() {
    failed(new ConnectException("the connection has ended"));
  }

  @Override
  public void releaseResources() {
    // all of it is garbage with this object
  }
}
