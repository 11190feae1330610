package dev.steno.flow;

import org.jspecify.annotations.Nullable;

/**
 * Counters and close of an HTTP flow that was upgraded to WebSocket (RFC 6455; RFC 8441 over HTTP/2). Its messages are
 * {@link Message} rows. Immutable; any thread.
 *
 * @param client what the client sent
 * @param server what the server sent
 * @param messages number of {@link Message} rows that belong to the flow
 * @param close how a peer closed it; null while it is open, or if neither peer did
 * @param problem one sentence on the first protocol violation; null if there was none
 */
public record WebSocket(
        Sent client,
        Sent server,
        long messages,
        @Nullable Close close,
        @Nullable String problem) {

    /** A WebSocket without any message yet. */
    public static final WebSocket OPENED = new WebSocket(Sent.NOTHING, Sent.NOTHING, 0, null, null);

    /** A copy with another number of rows, for a record that holds fewer than were forwarded. */
    public WebSocket withMessages(long rows) {
        return new WebSocket(client, server, rows, close, problem);
    }

    /**
     * What one peer sent.
     *
     * @param messages complete messages, text and binary
     * @param bytes payload of all data frames as transferred, thus compressed if compression was negotiated
     * @param pings ping frames
     * @param pongs pong frames
     */
    public record Sent(long messages, long bytes, long pings, long pongs) {
        /** Nothing was sent. */
        public static final Sent NOTHING = new Sent(0, 0, 0, 0);
    }

    /**
     * The closing handshake (RFC 6455, 7.1).
     *
     * @param direction the direction of the first Close frame; without such a frame, that of the peer that ended the
     *     connection first
     * @param code the status code of the first Close frame; {@link #NO_CODE} if it has none, {@link #ABNORMAL} if the
     *     connection ended without a Close frame
     * @param reason the frame's reason as sent, one char for each byte; usually UTF-8
     */
    public record Close(Direction direction, int code, String reason) {
        /** Denotes a Close frame without a status code (RFC 6455, 7.1.5). */
        public static final int NO_CODE = 1005;

        /** Denotes an end without a Close frame (RFC 6455, 7.1.5). */
        public static final int ABNORMAL = 1006;
    }
}
