package dev.steno.tui.data;

import org.jspecify.annotations.Nullable;

/**
 * A held message of a WebSocket or a raw stream. Immutable.
 *
 * @param number of the message among those of its flow
 * @param from {@code client} or {@code server}
 * @param kind such as {@code text}
 * @param size in bytes
 * @param text null if it is not UTF-8
 */
public record HeldStreamItem(
        long number,
        String from,
        String kind,
        long size,
        boolean edited,
        @Nullable String text) {}
