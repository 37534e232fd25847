/** Webhooks on servers of their own, which are killed and stopped while they deliver. */
@NullMarked
package dev.surety.webhook.process;

import org.jspecify.annotations.NullMarked;
