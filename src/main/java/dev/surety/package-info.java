/**
 * Promises a Jakarta EE application can keep across all its instances, decided inside PostgreSQL.
 *
 * <p>A retried request has one effect and one answer. Put the jar in the WAR, list its mapping file
 * in the application's persistence unit, hand the entity manager over, and annotate:
 *
 * <pre>{@code
 * @ApplicationScoped
 * class Unit {
 *   @Produces @SuretyUnit @PersistenceContext EntityManager em;
 * }
 *
 * @POST @Idempotent @Transactional
 * public Response order(Order order) { ... }
 * }</pre>
 *
 * <p>What a transaction announces to other systems is delivered if it commits, at least once, from
 * any instance:
 *
 * <pre>{@code
 * @Inject Webhooks webhooks;
 *
 * webhooks.send(
 *     WebhookMessage.to(callback).type("order.placed").payload(Map.of("order", id)).build());
 * }</pre>
 *
 * <p>It is signed, tried again, kept in order per key where asked, held back while its receiver is
 * down, and logged; {@link dev.surety.webhook.WebhookVerifier} is the receiving side.
 *
 * <p><b>The transaction rule.</b> Every public method says whether it joins the caller's
 * transaction or has its own. Own-transaction work never runs on the caller's thread, so it can
 * neither commit nor roll back anything of the caller's.
 *
 * <p><b>The clock rule.</b> Time in a row is database time. A JVM whose clock is wrong changes no
 * decision.
 *
 * <p><b>The failure rule.</b> When the database cannot answer in time the caller gets {@link
 * dev.surety.UnavailableException}; nothing is ever let through unchecked.
 */
@NullMarked
package dev.surety;

import org.jspecify.annotations.NullMarked;
