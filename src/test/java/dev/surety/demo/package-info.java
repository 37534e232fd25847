/**
 * The demo that the README starts with: PostgreSQL, WildFly and a small shop, from one command.
 *
 * <p>{@link dev.surety.demo.shop} is the application; this package puts it into a server, keeps
 * that running, and takes everything down again.
 */
@NullMarked
package dev.surety.demo;

import org.jspecify.annotations.NullMarked;
