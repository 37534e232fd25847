package dev.surety.signature.internal.message;

import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * The parts of a request's target (RFC 9421 §2.2.2 to §2.2.7): target URI, authority and scheme in
 * the canonical form that signer and verifier agree upon, the others as on the wire.
 *
 * @param targetUri absolute, without fragment
 * @param authority host, and port unless it is the scheme's default
 * @param scheme lower-case
 * @param path as on the wire, not decoded; empty stands for {@code /}
 * @param query as on the wire, without the leading {@code ?}; empty if there is none
 * @param requestTarget as in HTTP/1.1's request line
 */
public record TargetComponents(
    String targetUri,
    String authority,
    String scheme,
    String path,
    String query,
    String requestTarget) {

  private static final Set<String> WITH_QUERY = Set.of("@target-uri", "@request-target");

  /**
   * This, and the same with an empty query where there is none and a component would show it: for
   * who cannot know which of the two was sent.
   */
  public List<TargetComponents> asMayBeSent(Collection<Component> covered) {
    boolean shown = covered.stream().anyMatch(component -> WITH_QUERY.contains(component.name()));
    return !shown || targetUri.indexOf('?') >= 0
        ? List.of(this)
        : List.of(
            this,
            new TargetComponents(
                targetUri + "?", authority, scheme, path, query, requestTarget + "?"));
  }
}
