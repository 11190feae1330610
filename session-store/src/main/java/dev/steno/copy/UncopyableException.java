package dev.steno.copy;

/** A flow cannot be expressed in a format; the message says why, and what to do. */
public final class UncopyableException extends RuntimeException {
    private static final long serialVersionUID = 1;

    UncopyableException(String message) {
        super(message);
    }
}
