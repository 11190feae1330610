package dev.steno.net.http;

/** Bytes that are not the message they should be (RFC 9112, 2.2); the message says why, for a person. Without a trace. */
public final class MalformedMessage extends Exception {
    private static final long serialVersionUID = 1;

    public MalformedMessage(String message) {
        this(message, null);
    }

    /** @param cause tells apart what is answered with another status than 400; null for what is not */
    public MalformedMessage(String message, @org.jspecify.annotations.Nullable Throwable cause) {
        super(message, cause, false, false);
    }
}
