/**
 * HMAC keys that all instances share and that are rotated without downtime.
 *
 * <p>{@link KeyRings} seeds, rotates, retires and destroys; {@link Tokens} signs and verifies;
 * {@link MacKeys} lends keys to other signers.
 */
@NullMarked
package dev.surety.keys;

import org.jspecify.annotations.NullMarked;
