package dev.surety.demo.adcp;

import dev.surety.SuretyUnit;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;

/** Hands the application's entity manager to Surety. */
@ApplicationScoped
public class Unit {

  @Produces @SuretyUnit @PersistenceContext EntityManager entityManager;
}
