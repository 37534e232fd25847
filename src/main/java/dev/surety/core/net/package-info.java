/** Requests to addresses that strangers choose, kept away from what only this network may reach. */
@NullMarked
package dev.surety.core.net;

import org.jspecify.annotations.NullMarked;
