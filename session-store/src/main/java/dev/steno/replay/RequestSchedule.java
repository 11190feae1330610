package dev.steno.replay;

import dev.steno.local.LocalExchange;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Which requests a {@link Replayer} sends, in their order, and when. Its methods are called on the replayer's thread. */
interface RequestSchedule {
    /**
     * Returns the next request; null if there is none at present. May read the session.
     *
     * @throws IOException if the session cannot be read, which ends the run
     */
    @Nullable
    ScheduledRequest next() throws IOException;

    /** A request was handed over to be sent. */
    void sent(ScheduledRequest request, LocalExchange exchange);
}
