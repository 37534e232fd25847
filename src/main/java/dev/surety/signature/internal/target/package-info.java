/** Which URI a request is for, in the one form that signers and verifiers agree upon; pure. */
@NullMarked
package dev.surety.signature.internal.target;

import org.jspecify.annotations.NullMarked;
