package dev.surety.keys.internal;

import dev.surety.keys.KeyUse;
import dev.surety.keys.Ring;
import dev.surety.keys.TokenClaims;
import dev.surety.keys.TokenVerification;
import dev.surety.keys.TokenVerification.Expired;
import dev.surety.keys.TokenVerification.Malformed;
import dev.surety.keys.TokenVerification.SignatureMismatch;
import dev.surety.keys.TokenVerification.UnknownKid;
import dev.surety.keys.TokenVerification.Valid;
import dev.surety.keys.TokenVerification.WrongKid;
import dev.surety.keys.Tokens;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** Tokens with the keys that the cache holds. */
final class StoredTokens implements Tokens {

  private final RingCache cache;
  private final InstantSource clock;

  /**
   * @param clock the database's; asked only where something ends
   */
  StoredTokens(RingCache cache, InstantSource clock) {
    this.cache = cache;
    this.clock = clock;
  }

  @Override
  public String sign(Ring ring, byte[] message) {
    CachedKey key = cache.active(ofTokens(ring));
    return TokenText.first(key.kid(), key.token().mac(message));
  }

  @Override
  public String sign(Ring ring, String message) {
    CachedKey key = cache.active(ofTokens(ring));
    byte[] bytes = utf8(message);
    if (bytes == null) {
      throw new IllegalArgumentException("the message has a lone surrogate; send text or bytes");
    }
    return TokenText.first(key.kid(), key.token().mac(bytes));
  }

  @Override
  public TokenVerification verify(Ring ring, byte[] message, String token) {
    return verify(ring, message, TokenText.first(token), null);
  }

  @Override
  public TokenVerification verify(Ring ring, String message, String token) {
    return verify(ring, utf8(message), TokenText.first(token), null);
  }

  @Override
  public TokenVerification verify(Ring ring, byte[] message, String token, String pinnedKid) {
    return verify(ring, message, TokenText.first(token), pinnedKid);
  }

  @Override
  public TokenVerification verify(Ring ring, String message, String token, String pinnedKid) {
    return verify(ring, utf8(message), TokenText.first(token), pinnedKid);
  }

  @Override
  public String issue(Ring ring, TokenClaims claims, byte[] message) {
    CachedKey key = cache.active(ofTokens(ring));
    byte[] mac = MacInput.claimsMac(key.plain(), key.kid(), claims, message);
    return TokenText.second(key.kid(), claims.expiresAt().getEpochSecond(), mac);
  }

  @Override
  public TokenVerification check(
      Ring ring, String purpose, String audience, byte[] message, String token) {
    TokenText text = TokenText.second(token);
    CachedKey key = find(ring, text, null);
    Instant expiry = Instant.ofEpochSecond(text == null ? 0 : text.expiry());
    TokenClaims claims = new TokenClaims(purpose, audience, expiry);
    if (text == null || key == null || key.isOver(clock)) {
      return withoutKey(text, key);
    }
    byte[] mac = MacInput.claimsMac(key.plain(), key.kid(), claims, message);
    boolean isRight = isEqual(mac, text);
    // The expiry of a token that is not right is no more than a claim, so it is looked at last.
    return isRight && !clock.instant().isBefore(expiry)
        ? new Expired(key.kid())
        : decided(key, isRight);
  }

  /**
   * @param message {@code null} for a text that has no bytes, and so was never signed
   */
  private TokenVerification verify(
      Ring ring, byte @Nullable [] message, @Nullable TokenText text, @Nullable String pinnedKid) {
    CachedKey key = find(ring, text, pinnedKid);
    if (text != null && isOther(text, pinnedKid)) {
      return new WrongKid(text.kid());
    }
    return text == null || key == null || key.isOver(clock)
        ? withoutKey(text, key)
        : decided(key, message != null && isEqual(key.token().mac(message), text));
  }

  /** The token's key, if it is of interest; whatever the token, the ring is looked at first. */
  private @Nullable CachedKey find(
      Ring ring, @Nullable TokenText text, @Nullable String pinnedKid) {
    if (text == null || isOther(text, pinnedKid)) {
      cache.check(ofTokens(ring));
      return null;
    }
    return cache.find(ofTokens(ring), text.kid());
  }

  private static boolean isOther(TokenText text, @Nullable String pinnedKid) {
    return pinnedKid != null && !text.kid().equals(pinnedKid);
  }

  private static TokenVerification withoutKey(@Nullable TokenText text, @Nullable CachedKey key) {
    if (text == null) {
      return new Malformed();
    }
    return key == null ? new UnknownKid(text.kid()) : new Expired(key.kid());
  }

  private static TokenVerification decided(CachedKey key, boolean isRight) {
    if (!isRight) {
      return new SignatureMismatch(key.kid());
    }
    key.markVerified();
    return new Valid(key.kid(), key.isReplaced());
  }

  private static boolean isEqual(byte[] mac, TokenText text) {
    return MessageDigest.isEqual(mac, text.mac());
  }

  private static Ring ofTokens(Ring ring) {
    if (ring.use() != KeyUse.TOKEN) {
      throw new IllegalArgumentException(
          "ring " + ring.name() + " is for " + ring.use() + "; tokens need a ring of TOKEN");
    }
    return ring;
  }

  /** {@code null} for a text with a lone surrogate, which others would share their bytes with. */
  private static byte @Nullable [] utf8(String text) {
    try {
      ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
      byte[] bytes = new byte[encoded.remaining()];
      encoded.get(bytes);
      return bytes;
    } catch (CharacterCodingException e) {
      return null;
    }
  }
}
