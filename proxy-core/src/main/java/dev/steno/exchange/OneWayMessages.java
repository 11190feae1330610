package dev.steno.exchange;

import dev.steno.flow.Message;
import dev.steno.flow.WebSocket;

/** Relays one direction of a WebSocket. Owned by a {@link WebSocketRelay}; on its event loop. */
interface OneWayMessages {
    /** Data of this direction was read. Takes ownership of the chunk. */
    void receiveData(Chunk chunk);

    /**
     * Runs the action once all received data was processed: before this method returns, unless inflating takes several
     * turns of the event loop.
     */
    void whenDrained(Runnable action);

    /** Counters of the frames that the peer sent. */
    WebSocket.Sent sent();

    /** The stream has ended: records an incomplete message and releases the queue. Sends nothing. */
    void stopRelaying();

    /**
     * Sends a message that a handler added, between two messages of the peer; ignored after the peer's Close frame.
     *
     * @throws IllegalStateException if no handler of messages is registered
     */
    void injectMessage(Message message);
}
