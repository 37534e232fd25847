package dev.surety;

import static java.lang.annotation.ElementType.FIELD;
import static java.lang.annotation.ElementType.METHOD;
import static java.lang.annotation.ElementType.PARAMETER;
import static java.lang.annotation.ElementType.TYPE;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import jakarta.inject.Qualifier;
import java.lang.annotation.Documented;
import java.lang.annotation.Retention;
import java.lang.annotation.Target;

/**
 * Marks the entity manager of the persistence unit that lists {@code META-INF/surety-orm.xml}.
 *
 * <p>Surety works in this unit, hence in the same transactions and on the same DataSource as the
 * application. One line hands it over:
 *
 * <pre>{@code @Produces @SuretyUnit @PersistenceContext EntityManager em;}</pre>
 */
@Qualifier
@Documented
@Retention(RUNTIME)
@Target({FIELD, METHOD, PARAMETER, TYPE})
public @interface SuretyUnit {}
