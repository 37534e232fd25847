package dev.surety.demo.shop;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;

/** Puts the shop's resources under {@code /shop/api}. */
@ApplicationPath("api")
public class Api extends Application {}
