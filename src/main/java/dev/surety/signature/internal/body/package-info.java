/** What a body says of its request, and whether the request may run without a signature; pure. */
@NullMarked
package dev.surety.signature.internal.body;

import org.jspecify.annotations.NullMarked;
