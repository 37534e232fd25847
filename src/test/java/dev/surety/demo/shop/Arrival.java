package dev.surety.demo.shop;

/**
 * A webhook that came in.
 *
 * @param answer the status that it was answered with
 * @param what the receiver made of it
 */
public record Arrival(String webhookId, int answer, String what, String body) {}
