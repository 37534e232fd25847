package dev.surety.demo.shop;

/**
 * A placed order as the shop's customers see it.
 *
 * @param by {@code guest}, or the partner who signed
 */
public record Receipt(String order, String by, String item, int quantity) {}
