package dev.surety.replay;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** Wants a store that is not there. */
@ApplicationScoped
public class AbsentStore {

  @Inject
  @NamedStore("webhooks")
  ReplayStore nonces;
}
