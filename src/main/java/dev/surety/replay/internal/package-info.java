@NullMarked
package dev.surety.replay.internal;

import org.jspecify.annotations.NullMarked;
