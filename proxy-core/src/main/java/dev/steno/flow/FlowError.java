package dev.steno.flow;

/**
 * Why a flow failed. Immutable.
 *
 * @param step the step that failed
 * @param message one sentence for people; names hosts and causes, never a secret; truncated to {@link #LONGEST} chars
 * @param time nanoseconds since the epoch
 */
public record FlowError(Step step, String message, long time) {
    /** Most chars of a message, which may quote a peer. */
    public static final int LONGEST = 2_000;

    public FlowError {
        if (message.length() > LONGEST) {
            message = message.substring(0, LONGEST - 1) + "\u2026";
        }
    }

    /** The steps at which a flow can fail. The order of the constants is part of the session format. */
    public enum Step {
        /** Parsing the client's request. */
        REQUEST,
        /** TLS handshake with the client. */
        CLIENT_TLS,
        /** Resolving the server's name. */
        RESOLVE,
        /** Connecting to the server. */
        CONNECT,
        /** TLS handshake with the server, including its verification. */
        SERVER_TLS,
        /** Sending the request to the server. */
        SEND,
        /** Parsing the server's response. */
        RESPONSE,
        /** Relaying after the head: a peer disconnected. */
        RELAY,
        /** An addon refused the flow or failed. */
        ADDON,
        /** Recording the flow. */
        STORE
    }
}
