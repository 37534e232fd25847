/** The demo's application: orders that are placed once however often they are sent. */
@NullMarked
package dev.surety.demo.shop;

import org.jspecify.annotations.NullMarked;
