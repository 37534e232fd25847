/** The HTTP and CDI edges of signatures: they read, answer, and leave the rules to the gate. */
@NullMarked
package dev.surety.signature.internal.http;

import org.jspecify.annotations.NullMarked;
