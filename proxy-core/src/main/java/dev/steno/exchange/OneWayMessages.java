package dev.steno.exchange;

import dev.steno.flow.Message;
import dev.steno.flow.WebSocket;

/** What one side of a WebSocket sends, on its way to the other. On the stream's event loop. */
interface OneWayMessages {
    /** Some of it was read; takes the chunk over. */
    void receiveData(Chunk chunk);

    /** Runs the action once all of it that has come was read: now, unless that takes turns. */
    void whenDrained(Runnable action);

    /** What has been read. */
    WebSocket.Sent sent();

    /** Nothing further passes: records what came of a message, lets go what waits. */
    void stopRelaying();

    /** A handler adds a message that passes in this direction; only where handlers are asked. */
    void injectMessage(Message message);
}
