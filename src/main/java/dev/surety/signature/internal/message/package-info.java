/**
 * What RFC 9421 makes of a message: its signature fields parsed, its components' values, the
 * signature base, and the digest of its content (RFC 9530). Pure: no I/O, no clock, no keys.
 */
@NullMarked
package dev.surety.signature.internal.message;

import org.jspecify.annotations.NullMarked;
