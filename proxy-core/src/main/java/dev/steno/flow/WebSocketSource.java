package dev.steno.flow;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The server's side of a WebSocket that a handler accepts in the place of a server. May be opened for several WebSockets. Any
 * thread.
 */
public interface WebSocketSource {

    /** Begins a WebSocket whose opening handshake was sent. Called on the event loop of its flow; must not block. */
    Messages open(Client client);

    /** The other side of a WebSocket. Any thread. */
    interface Client {
        /** An executor whose tasks may block. */
        Executor blocking();

        /** Notes a phrase in the flow, among its anomalies; those that would make the note long are dropped. */
        void remark(String what);
    }

    /** The messages of one WebSocket, called on the event loop of its flow; no call may block. */
    interface Messages {

        /**
         * Asks for the next step of the server. Called once the previous step was taken and the client reads.
         *
         * @return a stage that completes on any thread, also much later; with null to end the connection without a Close
         *     frame, which an error does too
         */
        CompletionStage<@Nullable Step> next();

        /**
         * The client sent a message. Its Ping and Close frames are answered without this object.
         *
         * @param kind text or binary
         * @param data its bytes, without compression; of a long one the first {@link Message#LIMIT}
         * @param whole whether these are all
         * @return a stage that completes, on any thread, once the message was taken: a client that is too far ahead is not
         *     read until then
         */
        CompletionStage<?> received(Message.Kind kind, byte[] data, boolean whole);

        /** Releases what the WebSocket holds. Called once, when it has ended in whatever way. */
        void close();
    }

    /** What the server does. Immutable. */
    sealed interface Step {
        /** How long after the previous step it is taken, in nanoseconds; 0 at once. */
        long pause();
    }

    /**
     * Sends a message or a part of one, uncompressed.
     *
     * @param kind text or binary; the same for all parts of a message
     * @param data must not be modified
     * @param last whether the message ends with it
     */
    record Send(Message.Kind kind, byte[] data, boolean last, long pause) implements Step {}

    /**
     * Closes the WebSocket; the last step.
     *
     * @param code of the Close frame; {@link WebSocket.Close#NO_CODE} for none
     * @param reason one char per byte, of which at most 123 are sent
     */
    record Close(int code, String reason, long pause) implements Step {}
}
