package dev.surety.testing;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;

/** Puts the JAX-RS resources of a test archive under {@code /api}. */
@ApplicationPath("/api")
public class RestRoot extends Application {}
