package dev.steno.addon;

import dev.steno.command.Command;
import dev.steno.flow.Flow;
import dev.steno.option.OptionsListener;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;

/**
 * Registers the handlers, consumers, options and commands of an addon. Valid only during {@link Addon#register}, on the
 * thread that constructs the runtime.
 */
public interface Registrar extends Handlers {

    /**
     * Returns a new, empty set of handlers that this addon can replace at any time. The handlers of its sets run after
     * those that it registered directly, in the order in which the sets were created.
     */
    HandlerSet handlerSet();

    /**
     * Registers a consumer of every fact, in order of publication, with the bytes of bodies and messages, which are
     * copied only if such a consumer exists. It is called on the publishing event loop and must return without
     * blocking.
     */
    void lossless(Consumer<FlowEvent> consumer);

    /**
     * Registers a consumer of every revision of every flow, in order of publication, without bytes. In all other
     * respects like {@link #lossless}.
     */
    void revisions(Consumer<FlowEvent.Revision> consumer);

    /**
     * Registers a consumer of the newest revision of each flow that changed, which is called on its own thread. If it
     * falls far behind, {@link LatestConsumer#fellBehind} is called.
     */
    void latest(LatestConsumer consumer);

    /** Makes this addon the recorder: exchanges observe its requirements. At most one addon can be the recorder. */
    void keepsRecord(Recorder keeper);

    /**
     * Declares a record of options, and a listener that is called on the thread that changes one of them.
     *
     * <p>Addons are constructed after the command line was read. An option that can be set on the command line, in the
     * configuration file or in the environment must be declared before that: the product registers its record at the
     * start, and this call only adds the listener. A record that is first registered by this call has its default
     * values; its options can be set while the proxy runs.
     *
     * @return the record with its present values, from the command line and the other sources
     * @throws IllegalArgumentException if the type is not a valid declaration, or one of its option names is taken
     */
    <R extends Record> R options(Class<R> type, OptionsListener<R> listener);

    /**
     * Registers the methods of an object that carry {@link Command} as commands.
     *
     * @throws IllegalArgumentException if the object has no such method, a declaration is invalid, or a name is taken
     */
    void commands(Object holder);

    /** Returns the flows that have not ended, by which an addon also keeps state for each. May be kept. */
    FlowsInFlight flowsInFlight();

    /** Returns the record, for handlers and tasks that may block. May be kept; it is empty if nothing is recorded. */
    default RecordedFlows recorded() {
        return RecordedFlows.NONE;
    }

    /**
     * Returns the executor of handlers that block. May be kept. If all its threads are busy and its queue is full, it
     * throws a {@link java.util.concurrent.RejectedExecutionException}.
     */
    Executor blocking();

    /**
     * Returns an executor that runs tasks later, on one thread that addons share; a task must not block. May be kept.
     */
    ScheduledExecutorService timer();

    /**
     * Consumes newest revisions. A slow consumer skips intermediate revisions; it skips whole flows only if it falls
     * far behind.
     */
    interface LatestConsumer {
        /** Tells the newest revision of a flow that changed. May block. */
        void changed(Flow flow);

        /** Reports that changes were dropped: this consumer has an old revision of these flows, or none. */
        void fellBehind(long changes);
    }
}
