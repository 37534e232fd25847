package dev.surety.webhook.internal;

import org.jspecify.annotations.Nullable;

/**
 * A message with its place.
 *
 * @param number among those of its sequence
 * @param waiting whether another one of its sequence goes first
 */
record Numbered(Draft draft, @Nullable Long number, boolean waiting) {}
