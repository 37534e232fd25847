package dev.surety.demo.shop;

import org.jspecify.annotations.Nullable;

/** What a customer sends; fields that are left out stay null. */
public class NewOrder {

  public @Nullable String item;
  public int quantity = 1;

  boolean isPlaceable() {
    return item != null
        && !item.isBlank()
        && item.length() <= 60
        && quantity >= 1
        && quantity <= 99;
  }
}
