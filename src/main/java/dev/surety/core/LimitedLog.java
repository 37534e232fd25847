package dev.surety.core;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One kind of event in the log, which requests can cause as often as somebody likes.
 *
 * <p>At most one entry per second, telling how many were left out. What an exception says is cut to
 * {@value #LONGEST} bytes and cleaned, because a request may have put it there; hashes and tokens,
 * which the database quotes, are left out. Thread-safe.
 */
public final class LimitedLog {

  private static final int LONGEST = 128;
  private static final int DEEPEST = 8;

  /** Longer than the 12 digits by which a key may be named. */
  private static final Pattern HASH_OR_TOKEN = Pattern.compile("[0-9a-fA-F-]{16,}");

  private static final long PAUSE = 1_000_000_000;

  private final Logger log;
  private final Level level;
  private final String event;
  private final LongSupplier nanos;
  private boolean any;
  private long last;
  private long leftOut;

  /**
   * @param event what has happened, in the words of the log; holds nothing that a request said
   */
  public LimitedLog(Logger log, Level level, String event) {
    this(log, level, event, System::nanoTime);
  }

  LimitedLog(Logger log, Level level, String event, LongSupplier nanos) {
    this.log = log;
    this.level = level;
    this.event = event;
    this.nanos = nanos;
  }

  /** It has happened, for this reason. */
  public void log(Throwable reason) {
    long before = enter();
    if (before >= 0) {
      log.log(level, event + told(before), new Reason(reason, DEEPEST));
    }
  }

  /** It has happened to something of the application's, such as one of its methods. */
  public void logAbout(Object about) {
    long before = enter();
    if (before >= 0) {
      log.log(level, event + ": " + clean(about.toString()) + told(before));
    }
  }

  /** The text without control, bidi, zero-width and other invisible characters, and bounded. */
  public static String clean(String text) {
    return clean(text, LONGEST);
  }

  /**
   * As {@link #clean(String)}.
   *
   * @param longest in bytes
   */
  public static String clean(String text, int longest) {
    StringBuilder clean = new StringBuilder();
    int bytes = 0;
    for (int i = 0; i < text.length(); ) {
      int character = text.codePointAt(i);
      i += Character.charCount(character);
      if (isVisible(character)) {
        String next = Character.toString(character);
        bytes += next.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > longest) {
          break;
        }
        clean.append(next);
      }
    }
    return clean.toString();
  }

  private static boolean isVisible(int character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          false;
      default -> true;
    };
  }

  /** How many entries were left out since the last one; -1 if this one is left out. */
  private synchronized long enter() {
    long now = nanos.getAsLong();
    if (any && now - last < PAUSE) {
      leftOut++;
      return -1;
    }
    long before = leftOut;
    any = true;
    last = now;
    leftOut = 0;
    return before;
  }

  private static String told(long before) {
    return before == 0 ? "" : " (" + before + " more since the last entry)";
  }

  /** Stands for an exception and its causes, with the same name, the same stack, cleaned words. */
  @SuppressWarnings("OverrideThrowableToString") // its own name would hide the original's
  private static final class Reason extends Throwable {

    private static final long serialVersionUID = 1L;

    Reason(Throwable original, int depth) {
      super(words(original), cause(original.getCause(), depth - 1), false, true);
      setStackTrace(original.getStackTrace());
    }

    private static @Nullable Throwable cause(@Nullable Throwable cause, int depth) {
      return cause == null || depth == 0 ? null : new Reason(cause, depth);
    }

    private static String words(Throwable original) {
      String message = original.getMessage();
      String name = original.getClass().getName();
      return message == null
          ? name
          : name + ": " + clean(HASH_OR_TOKEN.matcher(message).replaceAll("..."));
    }

    @Override
    public String toString() {
      return String.valueOf(getMessage());
    }
  }
}
