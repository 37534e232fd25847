package dev.surety.demo.shop;

import dev.surety.SuretyUnit;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;

/** Hands the shop's entity manager to Surety. */
@ApplicationScoped
public class Unit {

  @Produces @SuretyUnit @PersistenceContext EntityManager entityManager;
}
