package dev.surety.webhook.internal.receive;

/** What signatures are over. */
final class Bytes {

  private Bytes() {}

  static byte[] joined(byte[] head, byte[] body) {
    byte[] all = new byte[head.length + body.length];
    System.arraycopy(head, 0, all, 0, head.length);
    System.arraycopy(body, 0, all, head.length, body.length);
    return all;
  }
}
