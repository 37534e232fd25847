/**
 * What the tests stand on: a PostgreSQL, provisioned servers, and web archives to put into them.
 */
@NullMarked
package dev.surety.testing;

import org.jspecify.annotations.NullMarked;
