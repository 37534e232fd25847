package dev.surety.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LimitedLogTest {

  private final List<String> entries = new ArrayList<>();
  private final Logger logger =
      (Logger)
          Proxy.newProxyInstance(
              getClass().getClassLoader(),
              new Class<?>[] {Logger.class},
              (proxy, method, arguments) -> entries.add(text(arguments)));
  private long now = Long.MAX_VALUE - 1;
  private final LimitedLog log = new LimitedLog(logger, Level.WARNING, "it failed", () -> now);

  @Test
  void flood_isOneEntryPerSecondThatTellsHowManyWereLeftOut() {
    IntStream.range(0, 1_000).forEach(i -> log.logAbout("once"));
    assertThat(entries).containsExactly("it failed: once");
    now += Duration.ofMillis(999).toNanos();
    log.log(new IllegalStateException());
    assertThat(entries).hasSize(1);
    now += Duration.ofMillis(1).toNanos();
    log.logAbout("again");
    now += Duration.ofSeconds(1).toNanos();
    log.logAbout("calm");
    assertThat(entries)
        .containsExactly(
            "it failed: once",
            "it failed: again (1000 more since the last entry)",
            "it failed: calm");
  }

  @Test
  void kinds_doNotSilenceEachOther() {
    log.logAbout("a");
    new LimitedLog(logger, Level.WARNING, "something else", () -> now).logAbout("b");
    assertThat(entries).hasSize(2);
  }

  @Test
  void exception_keepsItsStackAndLosesWhatARequestPutIntoIt() {
    Exception cause = new IllegalArgumentException("b\u202Ead\u200B" + "x".repeat(1_000));
    log.log(new IllegalStateException("first\r\nERROR forged", cause));
    assertThat(entries.get(0))
        .startsWith("it failed\njava.lang.IllegalStateException: firstERROR forged\n\tat ")
        .contains("LimitedLogTest.exception_keepsItsStack")
        .contains("Caused by: java.lang.IllegalArgumentException: bad" + "x".repeat(125) + "\n");
  }

  @Test
  void hashesAndTokensThatTheDatabaseQuotes_areLeftOut() {
    String hash = "37f282fc9b950486f4a5cb767284f34c";
    log.log(
        new IllegalStateException(
            "row (\\x" + hash + ", 24f15038-6edd-44e2-b537-787996cd123e) of a438bed5b646"));
    assertThat(entries.get(0)).contains("row (\\x..., ...) of a438bed5b646");
  }

  @Test
  void causesInACircle_areCut() {
    Exception first = new Exception("first");
    first.initCause(new Exception("second", first));
    log.log(first);
    assertThat(entries).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 0x0A, 0x1B, 0x7F, 0x85, 0xAD, 0x061C, 0x200B, 0x200D, 0x200F, 0x202E})
  void invisibleCharacter_isRemoved(int character) {
    assertThat(LimitedLog.clean("a" + Character.toString(character) + "b")).isEqualTo("ab");
  }

  @ParameterizedTest
  @ValueSource(ints = {0x2028, 0x2029, 0x2060, 0x2066, 0x2069, 0xFEFF, 0xD800, 0xDC00, 0xE0041})
  void separatorIsolateOrLoneSurrogate_isRemoved(int character) {
    assertThat(LimitedLog.clean("a" + Character.toString(character) + "b")).isEqualTo("ab");
  }

  @ParameterizedTest
  @CsvSource({"x, 128", "ü, 64", "€, 42", "😀, 32"})
  void longText_isCutBetweenCharactersAt128Bytes(String character, int kept) {
    assertThat(LimitedLog.clean(character.repeat(200))).isEqualTo(character.repeat(kept));
  }

  private static String text(Object[] arguments) {
    if (arguments.length < 3 || !(arguments[2] instanceof Throwable reason)) {
      return (String) arguments[1];
    }
    StringWriter text = new StringWriter();
    reason.printStackTrace(new PrintWriter(text));
    return arguments[1] + "\n" + text.toString().replace("\r\n", "\n");
  }
}
