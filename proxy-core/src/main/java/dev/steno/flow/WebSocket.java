package dev.steno.flow;

import org.jspecify.annotations.Nullable;

/**
 * The WebSocket part of an HTTP flow that was upgraded (RFC 6455; RFC 8441 over HTTP/2). Immutable. Its messages are
 * separate {@link Message} rows.
 *
 * @param client counters of the frames that the client sent
 * @param server counters of the frames that the server sent
 * @param messages number of {@link Message} rows
 * @param close how a peer closed it; null while it is open, or if the connection ended otherwise
 * @param problem the first protocol error, as a sentence; null if there was none
 */
public record WebSocket(
        Sent client,
        Sent server,
        long messages,
        @Nullable Close close,
        @Nullable String problem) {

    /** A WebSocket before its first message. */
    public static final WebSocket OPENED = new WebSocket(Sent.NOTHING, Sent.NOTHING, 0, null, null);

    /** This value with another number of rows, for a record that is incomplete. */
    public WebSocket withMessages(long rows) {
        return new WebSocket(client, server, rows, close, problem);
    }

    /**
     * Counters of the frames that one side sent. Immutable.
     *
     * @param messages complete messages, text and binary
     * @param bytes their payload as on the wire, compressed or not
     * @param pings Ping frames
     * @param pongs Pong frames
     */
    public record Sent(long messages, long bytes, long pings, long pongs) {
        /** No frame was sent yet. */
        public static final Sent NOTHING = new Sent(0, 0, 0, 0);
    }

    /**
     * How a WebSocket ended (RFC 6455, 7.1). Immutable.
     *
     * @param direction of the first Close frame; without one, of the side that ended the connection first
     * @param code the status code of the first Close frame; {@link #NO_CODE} if it has none, {@link #ABNORMAL} if there
     *     was no such frame
     * @param reason the frame's reason as sent, one char per byte; usually UTF-8
     */
    public record Close(Direction direction, int code, String reason) {
        /** A Close frame without a status code (RFC 6455, 7.1.5). */
        public static final int NO_CODE = 1005;

        /** An end without a Close frame (RFC 6455, 7.1.5). */
        public static final int ABNORMAL = 1006;
    }
}
