package dev.steno.addon;

import dev.steno.flow.Flow;
import java.util.function.Consumer;

/** What an addon is handed to take part in the traffic. Used during {@link Addon#register} only. */
public interface Registrar {

    /** A handler that runs inline on an event loop and never blocks. If it throws, it is passed over. */
    <T> void on(Hook<T> hook, Phase phase, Handler<T> handler);

    /** A handler that answers later. */
    <T> void onAsync(Hook<T> hook, Phase phase, AsyncHandler<T> handler);

    /** A handler that may block; it runs on the addon executor. */
    <T> void onBlocking(Hook<T> hook, Phase phase, Handler<T> handler);

    /** From here on, a handler of this addon that throws drops the exchange instead of being passed over. */
    void failClosed();

    /**
     * Every fact in order of publication. The consumer runs on the publishing event loop and must hand over without
     * blocking.
     */
    void lossless(Consumer<FlowEvent> consumer);

    /**
     * The newest revision of each flow that changed, on a thread of the subscription's own. A consumer that falls far
     * behind is told by {@link LatestConsumer#fellBehind}.
     */
    void latest(LatestConsumer consumer);

    /** This addon keeps the record, and exchanges heed it. One addon at most. */
    void keepsRecord(RecordKeeper keeper);

    /** Takes newest revisions; slow ones skip revisions, never flows, until far behind. */
    interface LatestConsumer {
        void changed(Flow flow);

        /** So many flows changed without {@link #changed} being called. */
        void fellBehind(long flows);
    }
}
