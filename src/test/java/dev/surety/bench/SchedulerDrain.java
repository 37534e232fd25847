package dev.surety.bench;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.serializer.Serializer;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import javax.sql.DataSource;

/**
 * The events as one-time tasks of db-scheduler.
 *
 * <p>As its page on performance has it for high throughput: {@code lock-and-fetch}, with limits of
 * 1.0 and 4.0; bodies are stored as they are, which costs less than any serializer of its own.
 */
final class SchedulerDrain implements Drain {

  private static final Serializer RAW =
      new Serializer() {
        @Override
        public byte[] serialize(Object data) {
          return (byte[]) data;
        }

        @Override
        public <T> T deserialize(Class<T> type, byte[] bytes) {
          return type.cast(bytes);
        }
      };

  private final DataSource pool;
  private final BenchSender sender;
  private Scheduler running;

  SchedulerDrain(DataSource pool, BenchSender sender) {
    this.pool = pool;
    this.sender = sender;
  }

  @Override
  public void queue(URI url) {
    byte[] body = BODY.getBytes(StandardCharsets.US_ASCII);
    scheduler(url).schedule(task(url).instance("model", body), Instant.now());
  }

  @Override
  public void start(URI url) {
    running = scheduler(url);
    running.start();
  }

  @Override
  public void stop(URI url) {
    running.stop();
  }

  private OneTimeTask<byte[]> task(URI url) {
    return Tasks.oneTime("deliver", byte[].class)
        .execute((task, context) -> sender.deliver(url, task.getId(), task.getData()));
  }

  private Scheduler scheduler(URI url) {
    return Scheduler.create(pool, task(url))
        .schedulerName(new SchedulerName.Fixed("bench"))
        .serializer(RAW)
        .threads(SENDS)
        .pollingInterval(Duration.ofMillis(100))
        .pollUsingLockAndFetch(1.0, 4.0)
        .build();
  }
}
