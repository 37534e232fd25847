package dev.surety.testing;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** Everything that is logged in this JVM under a name while this is open, of every level. */
public final class RecordedLog implements AutoCloseable {

  /** Held, because the JDK forgets loggers that nobody holds. */
  private final Logger logger;

  private final Level before;
  private final List<String> texts = new CopyOnWriteArrayList<>();
  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord logged) {
          texts.add(text(logged));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  /** What Surety logs. */
  public RecordedLog() {
    this("dev.surety");
  }

  public RecordedLog(String name) {
    logger = Logger.getLogger(name);
    before = logger.getLevel();
    handler.setLevel(Level.ALL);
    logger.setLevel(Level.ALL);
    logger.addHandler(handler);
  }

  /** Each entry's formatted words, and the stack and words of what was thrown. */
  public List<String> texts() {
    return texts;
  }

  @Override
  public void close() {
    logger.removeHandler(handler);
    logger.setLevel(before);
  }

  private static String text(LogRecord logged) {
    StringWriter text = new StringWriter();
    text.append(new SimpleFormatter().formatMessage(logged)).append('\n');
    if (logged.getThrown() != null) {
      logged.getThrown().printStackTrace(new PrintWriter(text));
    }
    return text.toString();
  }
}
