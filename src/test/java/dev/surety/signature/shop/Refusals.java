package dev.surety.signature.shop;

import dev.surety.signature.SignatureRefused;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;

/** Hears of refused messages; a monitor would count them. */
@ApplicationScoped
public class Refusals {

  private final Set<String> heard = new ConcurrentSkipListSet<>();

  void hear(@Observes SignatureRefused refused) {
    heard.add(refused.toString());
    throw new IllegalStateException("an observer's own fault");
  }

  String told() {
    return String.join("\n", heard);
  }
}
