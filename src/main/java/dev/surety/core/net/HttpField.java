package dev.surety.core.net;

/** One field line of a request or a response. */
public record HttpField(String name, String value) {}
