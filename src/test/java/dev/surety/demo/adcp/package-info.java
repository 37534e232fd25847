/** An application for conformance runners: AdCP's requests over HTTP, answered but not obeyed. */
@NullMarked
package dev.surety.demo.adcp;

import org.jspecify.annotations.NullMarked;
