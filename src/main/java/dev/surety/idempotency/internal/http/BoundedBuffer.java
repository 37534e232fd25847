package dev.surety.idempotency.internal.http;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;

/** Keeps what is written up to a limit; past it everything is dropped and the overflow noted. */
final class BoundedBuffer extends OutputStream {

  private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
  private final int limit;
  private boolean overflowed;

  BoundedBuffer(int limit) {
    this.limit = limit;
  }

  @Override
  public void write(int b) {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    overflowed |= length > limit - kept.size();
    if (overflowed) {
      kept.reset();
    } else {
      kept.write(bytes, offset, length);
    }
  }

  boolean overflowed() {
    return overflowed;
  }

  byte[] bytes() {
    return kept.toByteArray();
  }
}
