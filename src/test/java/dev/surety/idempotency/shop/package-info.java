/**
 * A shop that the in-server tests deploy: what a handler can do, under every way of guarding it.
 */
@NullMarked
package dev.surety.idempotency.shop;

import org.jspecify.annotations.NullMarked;
