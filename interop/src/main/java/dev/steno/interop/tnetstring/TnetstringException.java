package dev.steno.interop.tnetstring;

import java.io.IOException;

/**
 * Reports that bytes are not a tnetstring, or exceed a limit. The message says where, and what was expected; it
 * quotes no content.
 */
public final class TnetstringException extends IOException {
    private static final long serialVersionUID = 1L;

    private final long offset;

    private final String cause;

    /**
     * @param offset position in the stream, in bytes from its start
     * @param message what was expected
     */
    public TnetstringException(long offset, String message) {
        super("at byte " + offset + ": " + message);
        this.offset = offset;
        this.cause = message;
    }

    /** Returns what was expected, without the position. */
    public String reason() {
        return cause;
    }

    /** Returns the position in the stream, in bytes from its start. */
    public long offset() {
        return offset;
    }
}
