package dev.surety.demo;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.regex.Pattern;

/** A curl line as documentation prints it, made into the request that curl would send. */
public final class CurlLine {

  private static final Pattern WORD = Pattern.compile("'([^']*)'|\\S+");

  private CurlLine() {}

  /**
   * @throws IllegalArgumentException if the line has an option that is not known here
   */
  public static HttpRequest request(String line) {
    List<String> words =
        WORD.matcher(line.strip())
            .results()
            .map(word -> word.group(1) == null ? word.group() : word.group(1))
            .toList();
    HttpRequest.Builder request = HttpRequest.newBuilder();
    String method = "GET";
    BodyPublisher body = BodyPublishers.noBody();
    for (int i = 1; i < words.size(); i++) {
      switch (words.get(i)) {
        case "-i", "-s", "--retry-all-errors" -> {}
        case "-o", "--retry", "--retry-delay" -> i++;
        case "-X" -> method = words.get(++i);
        case "-H" -> {
          String[] header = words.get(++i).split(": ", 2);
          request.setHeader(header[0], header[1]);
        }
        case "-d" -> {
          method = "POST";
          body = BodyPublishers.ofString(words.get(++i));
        }
        default -> request.uri(URI.create(words.get(i)));
      }
    }
    return request.method(method, body).build();
  }
}
