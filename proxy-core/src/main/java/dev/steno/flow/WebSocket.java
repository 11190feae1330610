package dev.steno.flow;

import org.jspecify.annotations.Nullable;

/**
 * What became of an HTTP flow that was upgraded to WebSocket (RFC 6455; RFC 8441 over HTTP/2). Its messages are
 * {@link Message} rows beside the flow.
 *
 * @param client what the client sent
 * @param server what the server sent
 * @param messages how many {@link Message} rows stand beside the flow
 * @param close how a peer closed it; null while it is open, and where none of them did
 * @param problem what was wrong with the first frame that broke the protocol, in a sentence; null where none did
 */
public record WebSocket(
        Sent client,
        Sent server,
        long messages,
        @Nullable Close close,
        @Nullable String problem) {

    /** A WebSocket on which nothing has passed. */
    public static final WebSocket OPENED = new WebSocket(Sent.NOTHING, Sent.NOTHING, 0, null, null);

    /** The same with another number of rows, for a record that has fewer than passed. */
    public WebSocket withMessages(long rows) {
        return new WebSocket(client, server, rows, close, problem);
    }

    /**
     * What one side sent.
     *
     * @param messages whole messages, text and binary
     * @param bytes their payload as it passed: compressed where it was compressed
     * @param pings ping frames
     * @param pongs pong frames
     */
    public record Sent(long messages, long bytes, long pings, long pongs) {
        /** Nothing yet. */
        public static final Sent NOTHING = new Sent(0, 0, 0, 0);
    }

    /**
     * The end (RFC 6455, 7.1).
     *
     * @param direction of the first Close frame; where there is none, of the side that ended the connection first
     * @param code the status code of the first Close frame; {@link #NO_CODE} where it has none, {@link #ABNORMAL} where the
     *     connection ended without such a frame
     * @param reason the frame's reason as sent, a char for each byte; usually UTF-8
     */
    public record Close(Direction direction, int code, String reason) {
        /** Stands for a Close frame without a status code (RFC 6455, 7.1.5). */
        public static final int NO_CODE = 1005;

        /** Stands for an end without a Close frame (RFC 6455, 7.1.5). */
        public static final int ABNORMAL = 1006;
    }
}
