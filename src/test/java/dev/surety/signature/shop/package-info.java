/** An application whose operations the shipped verifiers guard, and partners who sign by hand. */
@NullMarked
package dev.surety.signature.shop;

import org.jspecify.annotations.NullMarked;
