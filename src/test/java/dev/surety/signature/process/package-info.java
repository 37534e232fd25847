/** Signed requests to servers that tests stop, double and mislead about the time. */
@NullMarked
package dev.surety.signature.process;

import org.jspecify.annotations.NullMarked;
