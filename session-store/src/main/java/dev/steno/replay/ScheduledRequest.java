package dev.steno.replay;

import dev.steno.local.LocalRequest;
import org.jspecify.annotations.Nullable;

/**
 * A request that is due. Immutable.
 *
 * @param mode the mode of the listener to which it is as if sent; see {@link dev.steno.local.LocalClients#open}
 * @param due the {@link System#nanoTime} before which it is not sent; one that has passed if it is to be sent as soon as there
 *     is room
 */
record ScheduledRequest(LocalRequest request, @Nullable String mode, long due) {}
