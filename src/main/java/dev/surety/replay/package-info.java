/**
 * A signed request's nonce is accepted once, by one instance.
 *
 * <p>{@link ReplayStore} decides; {@link KeyId} says whose nonce it is.
 */
@NullMarked
package dev.surety.replay;

import org.jspecify.annotations.NullMarked;
