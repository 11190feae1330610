package dev.steno.exchange;

/** What a raw stream asks of the two connections that carry it. All calls on the event loop, none blocks. */
public interface StreamWire {
    /** Leads nowhere: for a stream that never came to be. */
    StreamWire NOWHERE = new StreamWire() {
        @Override
        public void send(boolean toServer, Chunk chunk) {
            chunk.release();
        }

        @Override
        public void hold(boolean client, boolean held) {
            // nothing is read
        }

        @Override
        public void later(Runnable action) {
            action.run();
        }

        @Override
        public void abort() {
            // nothing is open
        }
    };

    /** Takes the chunk over. */
    void send(boolean toServer, Chunk chunk);

    /** Stops or allows reading from one side. */
    void hold(boolean client, boolean held);

    /** Runs the action soon, once the event loop has served other connections and the store keeps up; not if the stream has ended. */
    void later(Runnable action);

    /** Closes both connections at once. */
    void abort();
}
