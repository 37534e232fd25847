/** What the README says, taken at its word. */
@NullMarked
package dev.surety.readme;

import org.jspecify.annotations.NullMarked;
