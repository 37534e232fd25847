package dev.surety.demo.shop;

/** A placed order as the shop's customers see it. */
public record Receipt(String order, String item, int quantity) {}
