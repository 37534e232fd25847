package dev.surety.idempotency;

import dev.surety.SuretyException;

/** {@link Idempotency#once} did not run the work and has no result to return. */
public class RefusedException extends SuretyException {

  private static final long serialVersionUID = 1L;

  private final transient Reservation reservation;

  public RefusedException(Reservation reservation) {
    super("not run: " + reservation.getClass().getSimpleName());
    this.reservation = reservation;
  }

  /** Why: in flight, conflict, expired or held. */
  public Reservation reservation() {
    return reservation;
  }
}
