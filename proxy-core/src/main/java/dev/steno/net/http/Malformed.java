package dev.steno.net.http;

/** Bytes that are not the message they should be (RFC 9112, 2.2); the message says why, for a person. Without a trace. */
public final class Malformed extends Exception {
    private static final long serialVersionUID = 1;

    public Malformed(String message) {
        this(message, null);
    }

    /** @param cause tells apart what is answered with another status than 400; null for what is not */
    public Malformed(String message, @org.jspecify.annotations.Nullable Throwable cause) {
        super(message, cause, false, false);
    }
}
