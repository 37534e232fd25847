/**
 * Whole servers that are killed, stopped and cut off from their database, under load.
 *
 * <p>Clients send orders to a small shop and try again until they have an answer; each run of an
 * order leaves one row that its answer names. A {@link dev.surety.idempotency.process.Ledger}
 * compares the two afterwards, and is shown to notice by a shop that saves its answers naively.
 */
@NullMarked
package dev.surety.idempotency.process;

import org.jspecify.annotations.NullMarked;
