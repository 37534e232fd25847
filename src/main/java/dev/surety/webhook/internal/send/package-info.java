/** Makes one attempt: builds, signs and posts the request. */
@NullMarked
package dev.surety.webhook.internal.send;

import org.jspecify.annotations.NullMarked;
