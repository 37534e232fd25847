/**
 * The benchmark: {@code ./mvnw -Pbench verify}. Every figure is a ratio of two sides of one run.
 */
@NullMarked
package dev.surety.bench;

import org.jspecify.annotations.NullMarked;
