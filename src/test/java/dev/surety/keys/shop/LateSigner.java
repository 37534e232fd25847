package dev.surety.keys.shop;

import dev.surety.keys.Tokens;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;

/** Might ask for tokens one day. */
@ApplicationScoped
public class LateSigner {

  @Inject Instance<Tokens> tokens;
}
