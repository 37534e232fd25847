@NullMarked
package dev.surety.signature.internal;

import org.jspecify.annotations.NullMarked;
