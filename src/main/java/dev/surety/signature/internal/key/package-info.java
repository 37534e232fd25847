/** Where verification keys come from, and which of them count no longer. */
@NullMarked
package dev.surety.signature.internal.key;

import org.jspecify.annotations.NullMarked;
