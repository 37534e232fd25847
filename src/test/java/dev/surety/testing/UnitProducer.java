package dev.surety.testing;

import dev.surety.SuretyUnit;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;

/** The one line by which an application hands its entity manager over, as the README shows it. */
@Dependent
public class UnitProducer {

  @Produces @SuretyUnit @PersistenceContext EntityManager entityManager;
}
