/**
 * HTTP messages that prove who sent them (RFC 9421), each accepted once.
 *
 * <p>{@link SignatureRequired} guards a JAX-RS method, {@link SignatureVerifier} is the service
 * below it; {@link SignatureSigner} signs. {@link KeyResolver}, {@link RevocationSource}, {@link
 * FallbackAuthentication} and {@link SigningKey} are the application's say in which keys count;
 * {@link SignatureRefused} tells it of what was refused. A secret that never leaves its place is an
 * {@link OpaqueSecret}.
 */
@NullMarked
package dev.surety.signature;

import org.jspecify.annotations.NullMarked;
