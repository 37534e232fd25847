package dev.surety.testing;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

/** Finds room for servers' ports, so that test runs and other servers do not collide. */
public final class FreePorts {

  private FreePorts() {}

  /** An offset by which all of the ports can be shifted now; somebody else may still be quicker. */
  static int offset(int... ports) {
    // below the ephemeral range, where the kernel would hand the same numbers to clients
    int highest = IntStream.of(ports).max().orElseThrow();
    return ThreadLocalRandom.current()
        .ints(1_000, 32_000 - highest)
        .limit(200)
        .filter(offset -> IntStream.of(ports).allMatch(port -> isFree(port + offset)))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no free ports for a server"));
  }

  /** One port that is free now, for what a test itself listens on. */
  public static int one() {
    return offset(0);
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
