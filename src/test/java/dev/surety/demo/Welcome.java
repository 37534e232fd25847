package dev.surety.demo;

import java.net.URI;

/** What the demo prints once the shop is open. */
public final class Welcome {

  private static final String TEXT =
      """

      The shop is open:  {shop}

      Place an order. Run the line twice: the second answer is the first, replayed.

        curl -i {shop}api/orders -H 'Idempotency-Key: my-first-order-0001' -H 'Content-Type: application/json' -d '{"item":"coffee","quantity":1}'

      Send another order under that key. It is refused with 422.

        curl -i {shop}api/orders -H 'Idempotency-Key: my-first-order-0001' -H 'Content-Type: application/json' -d '{"item":"coffee","quantity":2}'

      Be the partner acme, who signs each request; the shop plays along and signs one for you. Send
      it twice: the second time it is refused with 401, because a signature counts once.

        curl -s -o partner.sh {shop}api/partner/example
        sh partner.sh
        sh partner.sh

      Rotate the key that the shop signs vouchers with, while it runs. A voucher of before is still
      good, and its answer says that its key was replaced.

        curl -s -o voucher.sh {shop}api/vouchers/example
        sh voucher.sh
        curl -X POST {shop}api/vouchers/rotate
        sh voucher.sh

      The shop tells a receiver of each order, by a signed webhook that commits with the order. See
      what has arrived there.

        curl {shop}api/receiver

      Let the receiver fail, and place an order. Its webhook is tried again; after three failures the
      circuit opens, and one probe is sent every five seconds.

        curl -X POST {shop}api/receiver/fail
        curl -i {shop}api/orders -H 'Idempotency-Key: my-second-order-0002' -H 'Content-Type: application/json' -d '{"item":"carrot cake","quantity":1}'
        curl {shop}api/announcements

      Let it recover. The next probe is delivered, and closes the circuit.

        curl -X POST {shop}api/receiver/recover
        curl {shop}api/announcements

      Let it be slower than the shop waits: the repeat is told to wait, and the order handled once.

        curl -X POST {shop}api/receiver/slow

      Let the server crash after the next commit, before its answer. Then place an order, which
      is sent again with the same key until it is answered.

        curl -X POST {shop}api/crash
        curl -i --retry 60 --retry-delay 1 --retry-all-errors {shop}api/orders -H 'Idempotency-Key: my-third-order-0003' -H 'Content-Type: application/json' -d '{"item":"tea","quantity":1}'

      See the orders: one of each, though most were sent twice.

        curl {shop}api/orders

      Ctrl-C stops everything.
      """;

  private Welcome() {}

  /**
   * @param shop the shop's address, with a slash at its end
   */
  public static String text(URI shop) {
    return TEXT.replace("{shop}", shop.toString());
  }
}
