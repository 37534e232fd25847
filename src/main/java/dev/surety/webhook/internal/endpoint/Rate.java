package dev.surety.webhook.internal.endpoint;

import java.time.Duration;

/**
 * How many messages an endpoint may be sent now.
 *
 * @param again after how long there may be more; zero if all that were wanted are granted
 */
public record Rate(int granted, Duration again) {}
