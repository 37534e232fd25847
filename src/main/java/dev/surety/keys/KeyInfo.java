package dev.surety.keys;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What may be known of a key; nothing of its secret can be got from it.
 *
 * <p>Times are the database's.
 *
 * @param age since it was made
 * @param activatedAt when it began to sign; {@code null} if it never did
 * @param graceUntil until when it verifies, or when that ended; {@code null} while nothing ends it
 * @param fingerprint 12 hex digits of an HMAC under {@code surety.log-pepper}, or where that is not
 *     set under the current key-encryption key; equal for equal secrets on all instances that have
 *     the same one. Empty where there is neither, for a destroyed key, and for one that this
 *     instance cannot decrypt
 * @param encryptionKey the id of the key-encryption key that protects it; empty where none does
 * @param lastVerifiedAt when something was verified with it last, a minute or more late; {@code
 *     null} if never
 */
public record KeyInfo(
    Ring ring,
    String kid,
    KeyState state,
    Instant createdAt,
    Duration age,
    @Nullable Instant activatedAt,
    @Nullable Instant graceUntil,
    String fingerprint,
    String encryptionKey,
    @Nullable Instant lastVerifiedAt) {}
