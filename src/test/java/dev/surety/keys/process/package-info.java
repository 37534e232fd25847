/** Keys on servers of their own. */
@NullMarked
package dev.surety.keys.process;

import org.jspecify.annotations.NullMarked;
