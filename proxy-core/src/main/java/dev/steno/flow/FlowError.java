package dev.steno.flow;

/**
 * Why a flow failed.
 *
 * @param step what was being done
 * @param message one sentence for people; names hosts and causes, never a secret. What goes beyond {@link #LONGEST} is cut.
 * @param time nanoseconds since the epoch
 */
public record FlowError(Step step, String message, long time) {
    /** Characters of a message: it may quote a peer. */
    public static final int LONGEST = 2_000;

    public FlowError {
        if (message.length() > LONGEST) {
            message = message.substring(0, LONGEST - 1) + "\u2026";
        }
    }

    /** The steps at which a flow can fail. The order of the constants is part of the session format. */
    public enum Step {
        /** Reading the client's bytes as a request. */
        REQUEST,
        /** TLS handshake with the client. */
        CLIENT_TLS,
        /** Looking up the server's name. */
        RESOLVE,
        /** Connecting to the server. */
        CONNECT,
        /** TLS handshake with the server, its verification included. */
        SERVER_TLS,
        /** Sending the request to the server. */
        SEND,
        /** Reading the server's bytes as a response. */
        RESPONSE,
        /** Relaying after the head passed: one side left. */
        RELAY,
        /** An addon refused or failed. */
        ADDON,
        /** Keeping the record. */
        STORE
    }
}
