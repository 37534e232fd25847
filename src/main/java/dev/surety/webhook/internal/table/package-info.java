/** The tables as the application's own schema generation and validation see them. */
@NullMarked
package dev.surety.webhook.internal.table;

import org.jspecify.annotations.NullMarked;
