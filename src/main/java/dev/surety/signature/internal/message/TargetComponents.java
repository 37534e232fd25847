package dev.surety.signature.internal.message;

/**
 * The parts of a request's target (RFC 9421 §2.2.2 to §2.2.7); what names the server is in the
 * canonical form that signer and verifier agree upon.
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
    String requestTarget) {}
