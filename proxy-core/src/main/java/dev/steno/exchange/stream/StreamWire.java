package dev.steno.exchange.stream;

import dev.steno.addon.End;
import dev.steno.exchange.body.Chunk;
import dev.steno.flow.Direction;

/**
 * The outbound port of a {@link RelayedStream}: the two joined connections. Implemented by the network code. Called on
 * the event loop only; no call blocks.
 *
 * <p>Re-entrancy: {@link #sendData} and {@link #holdReading} may call the stream before they return, with
 * {@link RelayedStream#inputEnded} and {@link RelayedStream#closeFlow} if a connection proves to be broken.
 * {@link #holdReading} may also run a deferred action. {@link #abortStream} may report the end of the connections,
 * which a closed stream ignores.
 */
public interface StreamWire {
    /** A wire without connections, for a stream that was never established. It releases all data sent through it. */
    StreamWire NOWHERE = new StreamWire() {
        @Override
        public void sendData(Direction direction, Chunk chunk) {
            chunk.release();
        }

        @Override
        public void holdReading(Direction direction, boolean held) {
            // nothing is read
        }

        @Override
        public void runLater(Runnable action) {
            action.run();
        }

        @Override
        public void abortStream(End end) {
            // nothing is open
        }
    };

    /** Queues data for the receiving peer of {@code direction}. Takes ownership of the chunk. */
    void sendData(Direction direction, Chunk chunk);

    /** Pauses or resumes reading from the sender of this direction, and flushes the queued data. */
    void holdReading(Direction direction, boolean held);

    /**
     * Runs the action on the event loop, after other connections were served and once the record budget admits more
     * data. If the stream has ended by then, the action does not run. {@link #NOWHERE} runs it at once.
     */
    void runLater(Runnable action);

    /**
     * Closes the server's connection immediately, and ends the client's.
     *
     * @param end how; what concerns a response of HTTP closes the connection
     */
    void abortStream(End end);
}
