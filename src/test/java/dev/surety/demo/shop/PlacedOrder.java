package dev.surety.demo.shop;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

/** An order in the database. */
@Entity
@Table(name = "placed_order")
public class PlacedOrder {

  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  private @Nullable Long id;

  @Column(name = "placed_by")
  private String by = "";

  private String item = "";
  private int quantity;

  /** For Jakarta Persistence. */
  protected PlacedOrder() {}

  PlacedOrder(NewOrder order, String by) {
    this.by = by;
    this.item = String.valueOf(order.item);
    this.quantity = order.quantity;
  }

  Receipt receipt() {
    return new Receipt(String.valueOf(id), by, item, quantity);
  }
}
