package dev.surety.webhook.internal.send;

import dev.surety.core.net.GuardedPoster;
import dev.surety.core.net.HttpField;
import dev.surety.core.net.Post;
import dev.surety.signature.HttpMessage;
import dev.surety.webhook.internal.send.SendResult.Trouble;
import dev.surety.webhook.internal.send.SendResult.Unanswered;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Makes attempts over HTTP: has the request built and signed on one of four threads, posts it, and
 * says what came of it.
 *
 * <p>Nothing is sent twice within an attempt, so that each arrival has its entry in the log. What
 * could not begin within its deadline, be it that the JVM stood still, is not begun: others may
 * have sent it by now. Thread-safe.
 */
public final class HttpSender implements Sender {

  private static final int THREADS = 4;
  private static final int QUEUE = 10_000;

  private final Requests requests;
  private final Duration deadline;
  private final ClientCertificates certificates;
  private final GuardedPoster poster;
  private final ThreadPoolExecutor threads;

  /**
   * @param excerpt how many bytes of answers are told
   * @param threads makes the sender's threads
   * @throws dev.surety.SuretyException if a client certificate cannot be read
   */
  public HttpSender(SendSettings settings, Requests requests, int excerpt, ThreadFactory threads) {
    this.requests = requests;
    this.deadline = settings.deadline();
    this.certificates = new ClientCertificates(settings.certificates());
    this.poster =
        new GuardedPoster(
            settings.urls(), settings.addresses(), settings.proxy().orElse(null), excerpt, threads);
    this.threads =
        new ThreadPoolExecutor(
            THREADS, THREADS, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(QUEUE), threads);
  }

  @Override
  public void send(Job job, Consumer<SendResult> done) {
    queue(new Attempt(job, done));
  }

  /**
   * Checks a url as it is for each delivery.
   *
   * @return what is wrong with it, in words for whoever chose it
   */
  public Optional<String> check(URI url) throws InterruptedException {
    return poster.check(url);
  }

  private void queue(Attempt attempt) {
    try {
      threads.execute(attempt);
    } catch (RejectedExecutionException e) {
      attempt.unsent();
    }
  }

  @Override
  public void close() {
    for (Runnable queued : threads.shutdownNow()) {
      ((Attempt) queued).unsent();
    }
    poster.close();
  }

  private final class Attempt implements Runnable {

    private final Job job;
    private final Consumer<SendResult> done;
    private final long since = System.nanoTime();

    Attempt(Job job, Consumer<SendResult> done) {
      this.job = job;
      this.done = done;
    }

    void unsent() {
      done.accept(new SendResult.Unsent());
    }

    /** Closing interrupts those who sign, and that is no attempt. */
    private void failed(Throwable signing) {
      if (threads.isShutdown()) {
        unsent();
      } else {
        done.accept(new Unanswered(Trouble.REQUEST, signing.getClass().getSimpleName()));
      }
    }

    private boolean isLate() {
      return System.nanoTime() - since >= deadline.toNanos();
    }

    @Override
    public void run() {
      Prepared prepared;
      try {
        prepared = requests.prepare(job);
      } catch (RuntimeException | Error e) {
        // whatever it is, the job must be told
        failed(e);
        return;
      }
      if (threads.isShutdown() || isLate()) {
        unsent();
      } else if (prepared instanceof Prepared.Ready ready) {
        post(ready.fields());
      } else {
        Prepared.Unsigned unsigned = (Prepared.Unsigned) prepared;
        done.accept(new SendResult.Unsigned(unsigned.ring(), unsigned.error()));
      }
    }

    private void post(List<HttpMessage.Field> headers) {
      String certificate = job.receiver() == null ? null : job.receiver().clientCertificate();
      SSLContext identity = certificate == null ? null : certificates.named(certificate);
      if (certificate != null && identity == null) {
        done.accept(
            new Unanswered(Trouble.REQUEST, "its client certificate is not configured here"));
        return;
      }
      URI url;
      try {
        url = URI.create(job.message().url());
      } catch (IllegalArgumentException e) {
        done.accept(new Unanswered(Trouble.URL_REFUSED, "it is no URL"));
        return;
      }
      post(url, headers, identity);
    }

    private void post(URI url, List<HttpMessage.Field> headers, @Nullable SSLContext identity) {
      List<HttpField> fields =
          headers.stream().map(field -> new HttpField(field.name(), field.value())).toList();
      try {
        poster.post(
            new Post(url, fields, job.message().body(), identity, deadline, job.isLastAttempt()),
            result -> done.accept(PostResults.of(result)));
      } catch (RuntimeException | Error e) {
        done.accept(new Unanswered(Trouble.REQUEST, e.getClass().getSimpleName()));
      }
    }
  }
}
