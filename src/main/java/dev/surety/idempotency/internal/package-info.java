/** The service and its store: what a row means is ruled here, in SQL and in {@code Ruling}. */
@NullMarked
package dev.surety.idempotency.internal;

import org.jspecify.annotations.NullMarked;
