package dev.surety.demo.adcp;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;

/** Puts the operations at the top of the application. */
@ApplicationPath("/")
public class Api extends Application {}
