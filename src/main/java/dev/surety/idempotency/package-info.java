/**
 * A client that retries causes one effect and gets one answer.
 *
 * <p>{@link Idempotent} guards a JAX-RS method or a CDI method; {@link Idempotency} is the service
 * below it for everything else. {@link ScopeResolver} and {@link ReplayAuthorizer} are the
 * application's say in who shares a key with whom.
 */
@NullMarked
package dev.surety.idempotency;

import org.jspecify.annotations.NullMarked;
