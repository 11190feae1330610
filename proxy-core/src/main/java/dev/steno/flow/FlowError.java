package dev.steno.flow;

/**
 * Why a flow failed. Immutable.
 *
 * @param step the step that failed
 * @param message one sentence for people; names hosts and causes, never a secret; truncated to {@link #LONGEST} chars
 * @param time nanoseconds since the epoch
 */
public record FlowError(Step step, String message, long time) {
    /** Upper bound on the chars of a message, which may quote a peer; a longer one is truncated. */
    public static final int LONGEST = 2_000;

    public FlowError {
        if (message.length() > LONGEST) {
            message = message.substring(0, LONGEST - 1) + "\u2026";
        }
    }

    /** The steps at which a flow can fail. */
    public enum Step implements NumberedConstant {
        /** Parsing the client's request. */
        REQUEST(0),
        /** TLS handshake with the client. */
        CLIENT_TLS(1),
        /** Resolving the server's name. */
        RESOLVE(2),
        /** Connecting to the server. */
        CONNECT(3),
        /** TLS handshake with the server, including its verification. */
        SERVER_TLS(4),
        /** Sending the request to the server. */
        SEND(5),
        /** Parsing the server's response. */
        RESPONSE(6),
        /** Relaying after the head, if a peer disconnected. */
        RELAY(7),
        /** An addon refused the flow or failed. */
        ADDON(8),
        /** Recording the flow. */
        STORE(9);

        private final int number;

        Step(int number) {
            this.number = number;
        }

        @Override
        public int number() {
            return number;
        }
    }
}
