/** Reads JSON of strangers: strictly, and without binding it to classes. */
@NullMarked
package dev.surety.core.json;

import org.jspecify.annotations.NullMarked;
