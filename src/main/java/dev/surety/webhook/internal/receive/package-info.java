/** Takes webhooks in: verifies each request and lets each message be handled once. */
@NullMarked
package dev.surety.webhook.internal.receive;

import org.jspecify.annotations.NullMarked;
