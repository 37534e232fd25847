package dev.surety.keys.process;

import dev.surety.keys.ContentionException;
import dev.surety.keys.Rotation.Rotated;
import dev.surety.keys.Seeding.AlreadySeeded;
import dev.surety.keys.Seeding.OtherKidActive;
import dev.surety.keys.Seeding.Seeded;
import dev.surety.testing.WildFlyProcess;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;

/** One instance's key desk, as a client has it. */
record KeyServer(WildFlyProcess server) {

  /** Every secret that was sent. */
  static final List<String> SECRETS = new CopyOnWriteArrayList<>();

  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Pattern KID = Pattern.compile("[kK]id=([^,\\]]*)");

  /** What the server answered, as the object that its text tells of. */
  Object seed(String ring, String kid) throws Exception {
    return object(post(ring, "seed?kid=" + kid, secret()));
  }

  Object rotate(String ring, String kid, Duration grace, boolean force) throws Exception {
    String path = "rotate?kid=" + kid + "&grace=" + grace + "&force=" + force;
    return object(post(ring, path, secret()));
  }

  String retire(String ring, String kid) throws Exception {
    return post(ring, "retire?kid=" + kid, "").body();
  }

  String token(String ring) throws Exception {
    return send(request(ring, "token").GET()).body();
  }

  /** The verification's text, or the status where there is none. */
  String verify(String ring, String token) throws Exception {
    HttpResponse<String> answer = post(ring, "verify", token);
    return answer.statusCode() == 200 ? answer.body() : Integer.toString(answer.statusCode());
  }

  private HttpResponse<String> post(String ring, String path, String body) throws Exception {
    return send(
        request(ring, path)
            .header("Content-Type", "text/plain")
            .POST(BodyPublishers.ofString(body)));
  }

  private HttpRequest.Builder request(String ring, String path) {
    URI uri = server.uri("api/keys/" + ring + "/" + path);
    return HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(30));
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return CLIENT.send(request.build(), BodyHandlers.ofString());
  }

  private static Object object(HttpResponse<String> answer) {
    String text = answer.body();
    List<String> kids = KID.matcher(text).results().map(found -> found.group(1)).toList();
    if (text.startsWith("Seeded[")) {
      return new Seeded(kids.get(0));
    }
    if (text.startsWith("OtherKidActive[")) {
      return new OtherKidActive(kids.get(0));
    }
    if (text.startsWith("AlreadySeeded[")) {
      return new AlreadySeeded(text.contains("true"));
    }
    if (text.startsWith("Rotated[")) {
      return new Rotated(kids.get(0), kids.get(1), 0);
    }
    if (text.contains("KeyRings.seed")) {
      throw new IllegalStateException(text);
    }
    if (text.contains("others changed the ring")) {
      throw new ContentionException(text, null);
    }
    return text;
  }

  private static String secret() {
    byte[] bytes = new byte[32];
    RANDOM.nextBytes(bytes);
    String secret = Base64.getEncoder().encodeToString(bytes);
    SECRETS.add(secret);
    return secret;
  }
}
