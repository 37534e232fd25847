/**
 * The HTTP and CDI edges of idempotency: they parse and answer, and leave the rules to the service.
 */
@NullMarked
package dev.surety.idempotency.internal.http;

import org.jspecify.annotations.NullMarked;
