package dev.steno.replay;

import dev.steno.local.LocalClient;
import dev.steno.local.LocalFlow;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A request or a stream to send, and when.
 *
 * @param sending sends it by a client; called once
 * @param mode the mode of the listener to which its client had come; null for a regular one
 * @param due the {@link System#nanoTime} before which it is not sent
 */
record ScheduledRequest(
        Function<LocalClient, LocalFlow> sending, @Nullable String mode, long due) {}
