package dev.surety.signature;

/**
 * A CDI event: a message was refused because of its signature.
 *
 * <p>Fired for each one on the thread that refuses it, before it is answered, so observers must be
 * quick; what they throw changes nothing. Everything here comes from the configuration or from
 * Surety's own code, nothing from the message.
 *
 * @param verifier the verifier's name
 * @param operation the operation's name by {@link SignatureRequired}; empty for a message that was
 *     given to {@link SignatureVerifier}
 * @param code the profile's error code, such as {@code request_signature_invalid}
 * @param step the step that failed, {@code 0} to {@code 14} or {@code 9a}
 * @param reason why, in fixed words; empty where the code says all there is to say
 */
public record SignatureRefused(
    String verifier, String operation, String code, String step, String reason) {}
