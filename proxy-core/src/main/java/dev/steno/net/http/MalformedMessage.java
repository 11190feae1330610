package dev.steno.net.http;

/**
 * Bytes that are not a valid HTTP message (RFC 9112, 2.2). The exception's message says why, for a person; it has no stack
 * trace.
 */
public final class MalformedMessage extends Exception {
    private static final long serialVersionUID = 1;

    public MalformedMessage(String message) {
        this(message, null);
    }

    /** @param cause selects a response status other than 400; null for 400 */
    public MalformedMessage(String message, @org.jspecify.annotations.Nullable Throwable cause) {
        super(message, cause, false, false);
    }
}
