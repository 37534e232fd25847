/** Rings and tokens at work: settings, encryption, rules, statements, cache. */
@NullMarked
package dev.surety.keys.internal;

import org.jspecify.annotations.NullMarked;
