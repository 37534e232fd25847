/** What is known of receivers: registered endpoints, their circuits, their rates. */
@NullMarked
package dev.surety.webhook.internal.endpoint;

import org.jspecify.annotations.NullMarked;
