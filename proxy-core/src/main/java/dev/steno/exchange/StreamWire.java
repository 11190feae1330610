package dev.steno.exchange;

import dev.steno.flow.Direction;

/** What a raw stream asks of the two connections that carry it. All calls on the event loop, none blocks. */
public interface StreamWire {
    /** Leads nowhere: for a stream that never came to be. */
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
        public void abortStream() {
            // nothing is open
        }
    };

    /** Takes the chunk over. */
    void sendData(Direction direction, Chunk chunk);

    /** Stops or allows reading what one side sends. */
    void holdReading(Direction direction, boolean held);

    /** Runs the action soon, once the event loop has served other connections and the store keeps up; not if the stream has ended. */
    void runLater(Runnable action);

    /** Closes both connections at once. */
    void abortStream();
}
