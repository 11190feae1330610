package dev.steno.addon;

/**
 * How an exchange or a stream is ended for its client. The connection to the server is closed, or its stream cancelled,
 * in any case. HTTP/1 has no streams: what ends one closes its connection there. Immutable.
 */
public sealed interface End {

    /** The client's connection or stream is closed, so that the client can tell that the response is incomplete. */
    End CLOSE = new Close();

    /** An error page with status 502, after which browsers do not send the request again. */
    End PAGE = new Page(502);

    /** See {@link #CLOSE}. What was sent so far still arrives. */
    record Close() implements End {}

    /**
     * HTTP/1 and raw streams: the connection is reset (RST of TCP). Otherwise the stream is, with INTERNAL_ERROR.
     *
     * @param connection whether the connection of the stream ends with all its streams: HTTP/2 resets each and sends GOAWAY,
     *     HTTP/3 closes with an error
     */
    record Reset(boolean connection) implements End {
        /** Resets no other stream. */
        public Reset() {
            this(false);
        }
    }

    /** The stream is reset with an error code; HTTP/3 uses its counterpart. Connections without streams are closed. */
    record Stream(Code code) implements End {}

    /**
     * The stream is cancelled, and the client told to open no more streams on the connection, which closes with its last
     * one. Connections without streams are closed.
     */
    record GoAway() implements End {}

    /** Nothing is sent any more; the connection or stream stays open until the client leaves or the idle timeout. */
    record Hang() implements End {}

    /**
     * The response is cut after a number of bytes of its body. Closes at once if it has not come, or was sent further.
     *
     * @param bytes 0 for the head alone
     */
    record Truncate(long bytes) implements End {
        public Truncate {
            if (bytes < 0) {
                throw new IllegalArgumentException("bytes below 0: " + bytes);
            }
        }
    }

    /**
     * The request is cut after a number of bytes of its body: the server gets no more, and the client's connection or stream
     * is closed. Closes at once if more of it was sent.
     *
     * @param bytes 0 for the head alone
     */
    record TruncateRequest(long bytes) implements End {
        public TruncateRequest {
            if (bytes < 0) {
                throw new IllegalArgumentException("bytes below 0: " + bytes);
            }
        }
    }

    /**
     * A WebSocket: its client gets a Close frame, as if the server had sent it, and then {@link Close}. Others are closed.
     *
     * @param code 1000 to 4999 (RFC 6455, 7.4)
     */
    record CloseFrame(int code) implements End {
        public CloseFrame {
            if (code < 1000 || code > 4999) {
                throw new IllegalArgumentException("the code of a Close frame is 1000 to 4999, not " + code);
            }
        }
    }

    /** Bytes that break the protocol, then {@link Close}. In HTTP/2 and HTTP/3, a header section that is malformed. */
    record Garbage() implements End {}

    /**
     * The head of the response, then {@link Garbage} in place of its body. Acts at a hook of the response; before that it is
     * {@link Garbage}, and {@link Close} if a part of the body was sent.
     */
    record Malformed() implements End {}

    /**
     * A page with the reason; the connection is closed instead if a response has begun.
     *
     * @param status 400 to 599
     */
    record Page(int status) implements End {
        public Page {
            if (status < 400 || status > 599) {
                throw new IllegalArgumentException("the status of a page is 400 to 599, not " + status);
            }
        }
    }

    /** The error codes of HTTP/2 (RFC 9113, 7), by their numbers. */
    enum Code {
        NO_ERROR,
        PROTOCOL_ERROR,
        INTERNAL_ERROR,
        FLOW_CONTROL_ERROR,
        SETTINGS_TIMEOUT,
        STREAM_CLOSED,
        FRAME_SIZE_ERROR,
        REFUSED_STREAM,
        CANCEL,
        COMPRESSION_ERROR,
        CONNECT_ERROR,
        ENHANCE_YOUR_CALM,
        INADEQUATE_SECURITY,
        HTTP_1_1_REQUIRED
    }
}
