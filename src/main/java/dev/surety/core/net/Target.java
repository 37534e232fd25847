package dev.surety.core.net;

/**
 * Where a checked URL leads.
 *
 * @param host without brackets
 * @param requestTarget path and query as they were
 */
record Target(String scheme, String host, int port, String requestTarget) {}
