/**
 * What the parts share at their HTTP edges: problem answers, bodies, and JAX-RS methods as read.
 */
@NullMarked
package dev.surety.core.http;

import org.jspecify.annotations.NullMarked;
