package dev.steno.addon;

import dev.steno.command.Command;
import dev.steno.flow.Flow;
import dev.steno.option.OptionsListener;
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
     * Every fact in order of publication, the bytes of bodies and messages among them, which are copied for whoever asks here
     * and for nobody else. The consumer runs on the publishing event loop and must hand over without blocking.
     */
    void lossless(Consumer<FlowEvent> consumer);

    /** Every revision of every flow in order of publication, without bytes; else as {@link #lossless}. */
    void revisions(Consumer<FlowEvent.Revision> consumer);

    /**
     * The newest revision of each flow that changed, on a thread of the subscription's own. A consumer that falls far
     * behind is told by {@link LatestConsumer#fellBehind}.
     */
    void latest(LatestConsumer consumer);

    /** This addon keeps the record, and exchanges heed it. One addon at most. */
    void keepsRecord(Recorder keeper);

    /**
     * Declares a record of options and listens to their changes. The listener runs on the thread that sets.
     *
     * <p>Addons are built after the command line was read. An option that can be set there, in the configuration file or
     * the environment must be known by then: the product registers its record beforehand, and this call only adds the
     * listener. A record that is first registered here has its defaults and can be set while running.
     *
     * @return the record as it is now, with what the command line and the other layers gave
     * @throws IllegalArgumentException if the type is not a valid declaration, or a name of it is taken
     */
    <R extends Record> R options(Class<R> type, OptionsListener<R> listener);

    /**
     * Declares the commands of an object: its methods that carry {@link Command}.
     *
     * @throws IllegalArgumentException if there is none, one is not a valid declaration, or a name is taken
     */
    void commands(Object holder);

    /** Takes newest revisions; slow ones skip revisions, never flows, until far behind. */
    interface LatestConsumer {
        void changed(Flow flow);

        /** So many changes of flows were passed over: what this consumer knows of them is old, or nothing. */
        void fellBehind(long changes);
    }
}
