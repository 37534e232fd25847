/** What the tests of webhooks deploy: senders, receivers and observers. */
@NullMarked
package dev.surety.webhook.shop;

import org.jspecify.annotations.NullMarked;
