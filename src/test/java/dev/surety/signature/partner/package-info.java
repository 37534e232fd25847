/** An application with signed operations that the in-server tests deploy, and its gate. */
@NullMarked
package dev.surety.signature.partner;

import org.jspecify.annotations.NullMarked;
