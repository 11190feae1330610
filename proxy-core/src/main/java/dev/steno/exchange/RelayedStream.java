package dev.steno.exchange;

import dev.steno.flow.Direction;
import dev.steno.flow.FlowError;
import org.jspecify.annotations.Nullable;

/**
 * What two joined connections, or two joined streams of connections, bring. It passes on what it is given through its
 * {@link StreamWire}. On the event loop of the stream.
 */
public interface RelayedStream {
    /** Publishes the flow. Called once, first. */
    void publishOpened();

    /** A piece was read from one side; takes the chunk over. */
    void relayData(Direction direction, Chunk chunk);

    /**
     * Runs the action once all that came from one side has passed: now, as a rule, and never if the stream is closed before. To be asked
     * before {@link #inputEnded} and {@link #closeFlow} where a side ended by itself, since what it sent before may take turns to be read.
     */
    void whenDrained(Direction direction, Runnable action);

    /** Nothing further comes from one side. */
    void inputEnded(Direction direction);

    /** Whether a side that ended has said so to the other before, which will answer and end likewise. */
    boolean awaitsCloseReply();

    /** The proxy is about to end: when the connections close soon, it was not one of the peers that closed them. */
    void proxyDraining();

    /**
     * Both connections are done with. Called once, last.
     *
     * @param failure what broke them; null where they ended in order
     */
    void closeFlow(@Nullable FlowError failure);
}
