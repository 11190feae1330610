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

    /** The steps at which a flow can fail. */
    public enum Step implements Numbered {
        /** Reading the client's bytes as a request. */
        REQUEST(0),
        /** TLS handshake with the client. */
        CLIENT_TLS(1),
        /** Looking up the server's name. */
        RESOLVE(2),
        /** Connecting to the server. */
        CONNECT(3),
        /** TLS handshake with the server, its verification included. */
        SERVER_TLS(4),
        /** Sending the request to the server. */
        SEND(5),
        /** Reading the server's bytes as a response. */
        RESPONSE(6),
        /** Relaying after the head passed: one side left. */
        RELAY(7),
        /** An addon refused or failed. */
        ADDON(8),
        /** Keeping the record. */
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
