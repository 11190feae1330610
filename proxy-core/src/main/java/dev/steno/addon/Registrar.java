package dev.steno.addon;

import dev.steno.command.Command;
import dev.steno.flow.Flow;
import dev.steno.option.OptionsListener;
import java.util.function.Consumer;

/** Where an addon registers its handlers, consumers, options and commands. Valid only during {@link Addon#register}. */
public interface Registrar {

    /** Registers a handler that runs on an event loop and must not block. If it throws, it is skipped. */
    <T> void on(Hook<T> hook, Phase phase, Handler<T> handler);

    /** Registers a handler that gives its verdict later. */
    <T> void onAsync(Hook<T> hook, Phase phase, AsyncHandler<T> handler);

    /** Registers a handler that may block; it runs on the addon executor. */
    <T> void onBlocking(Hook<T> hook, Phase phase, Handler<T> handler);

    /**
     * If a handler of this addon that is registered after this call throws, the exchange is dropped instead of the
     * handler being skipped.
     */
    void failClosed();

    /**
     * Registers a consumer of every fact, in order of publication, with the bytes of bodies and messages, which are
     * copied only if such a consumer exists. It is called on the publishing event loop and must return without
     * blocking.
     */
    void lossless(Consumer<FlowEvent> consumer);

    /**
     * Registers a consumer of every revision of every flow, in order of publication, without bytes; otherwise as {@link
     * #lossless}.
     */
    void revisions(Consumer<FlowEvent.Revision> consumer);

    /**
     * Registers a consumer of the newest revision of each flow that changed, which is called on its own thread. If it
     * falls far behind, {@link LatestConsumer#fellBehind} is called.
     */
    void latest(LatestConsumer consumer);

    /** Makes this addon the recorder, whose requirements exchanges observe. At most one addon can be. */
    void keepsRecord(Recorder keeper);

    /**
     * Declares a record of options and a listener to their changes, which is called on the thread that sets an option.
     *
     * <p>Addons are constructed after the command line was read. An option that can be set there, in the configuration
     * file or in the environment must be known by then: the product registers its record beforehand, and this call only
     * adds the listener. A record that is first registered here has its default values and can be set while the proxy
     * runs.
     *
     * @return the record with its present values, from the command line and the other sources
     * @throws IllegalArgumentException if the type is not a valid declaration, or a name of it is taken
     */
    <R extends Record> R options(Class<R> type, OptionsListener<R> listener);

    /**
     * Registers the methods of an object that carry {@link Command} as commands.
     *
     * @throws IllegalArgumentException if there is none, one is not a valid declaration, or a name is taken
     */
    void commands(Object holder);

    /** Consumes newest revisions. A slow consumer misses revisions, but no flow, until it falls far behind. */
    interface LatestConsumer {
        void changed(Flow flow);

        /** Reports that changes were dropped: this consumer has an old revision of these flows, or none. */
        void fellBehind(long changes);
    }
}
