package dev.steno.flow;

/**
 * Why a flow failed. Immutable; any thread.
 *
 * @param step the step that failed
 * @param message one sentence for people, which names hosts and causes and never a secret; cut at {@link #LONGEST}
 *     characters
 * @param time nanoseconds since the epoch
 */
public record FlowError(Step step, String message, long time) {
    /** Longest message, in characters; bounded because a message may quote a peer. */
    public static final int LONGEST = 2_000;

    public FlowError {
        if (message.length() > LONGEST) {
            message = message.substring(0, LONGEST - 1) + "\u2026";
        }
    }

    /** The steps at which a flow can fail. The order of the constants is part of the session format. */
    public enum Step {
        /** Parsing the client's bytes as a request. */
        REQUEST,
        /** TLS handshake with the client. */
        CLIENT_TLS,
        /** Resolving the server's name. */
        RESOLVE,
        /** Connecting to the server. */
        CONNECT,
        /** TLS handshake with the server, including certificate verification. */
        SERVER_TLS,
        /** Sending the request to the server. */
        SEND,
        /** Parsing the server's bytes as a response. */
        RESPONSE,
        /** Relaying a body or a stream: a peer disconnected early. */
        RELAY,
        /** A hook of an addon dropped the flow, or failed. */
        ADDON,
        /** Recording to the session. */
        STORE
    }
}
