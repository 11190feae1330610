package dev.steno.local;

import dev.steno.flow.WebSocketSource;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * What the client of a WebSocket or a raw stream does that Steno opens itself: it sends, step by step, and learns how much the
 * server has sent. Any thread.
 */
@FunctionalInterface
public interface ClientPart {
    /** The stream was opened. Called once, on the event loop of its flow; must not block. */
    Play open(Stream stream);

    /** The stream, for its client. Any thread. */
    interface Stream {
        /** An executor whose tasks may block. */
        Executor blocking();

        /** Runs a task on the event loop, which it must not block, after a time in nanoseconds; not if the proxy stops before. */
        void later(long nanos, Runnable task);

        /** Notes a phrase in the flow of a WebSocket, among its anomalies; a raw stream has no such note. */
        void remark(String what);
    }

    /** The client's part of one stream, called on the event loop of its flow; no call may block. */
    interface Play {
        /**
         * Asks for the next step. Called once the previous step was taken and the server reads. In a raw stream, a step that
         * sends has a piece, and one that closes tells the server that no more bytes follow.
         *
         * @return a stage that completes on any thread, also much later; with null to end the connection. If it fails, the
         *     flow fails with its message
         */
        CompletionStage<WebSocketSource.@Nullable Step> next();

        /**
         * The server sent something.
         *
         * @param more complete messages of a WebSocket, or bytes of a raw stream, since the previous call
         */
        void received(long more);

        /**
         * The server sent a Close frame. Called at most once, for a WebSocket.
         *
         * @return a stage that completes, on any thread, once the frame may be answered
         */
        CompletionStage<?> serverCloses();

        /** Releases what the stream holds. Called once, when it has ended in whatever way. */
        void close();
    }
}
