/**
 * The demo's application: orders that are placed once however often they are sent, by guests and by
 * partners who sign.
 */
@NullMarked
package dev.surety.demo.shop;

import org.jspecify.annotations.NullMarked;
