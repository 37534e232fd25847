package dev.surety.keys.shop;

import jakarta.enterprise.context.ApplicationScoped;

/** One source of key-encryption keys too many. */
@ApplicationScoped
public class MoreKeys extends OwnKeys {}
