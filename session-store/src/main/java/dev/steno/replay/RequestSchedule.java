package dev.steno.replay;

import dev.steno.local.LocalFlow;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Which requests a {@link Replayer} sends, in their order, and when. Its methods are called on the
 * thread of the run. */
interface RequestSchedule {
    /**
     * Returns the next request; null if there is none at present. May read the session.
     *
     * @throws IOException if the session cannot be read, which ends the run
     */
    @Nullable
    ScheduledRequest next() throws IOException;

    /** The request that was returned last is being sent. */
    void sent(ScheduledRequest request, LocalFlow flow);

    /** The request that was returned last is not sent, since the run was stopped. */
    void unsent(ScheduledRequest request);
}
