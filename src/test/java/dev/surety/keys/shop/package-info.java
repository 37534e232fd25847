/** What the tests of keys deploy. */
@NullMarked
package dev.surety.keys.shop;

import org.jspecify.annotations.NullMarked;
