package dev.steno.tnetstring;

import java.io.IOException;

/** Bytes that are no tnetstring, or one beyond a bound. The message says where and what was expected, and quotes no content. */
public final class TnetstringException extends IOException {
    private static final long serialVersionUID = 1L;

    private final long offset;

    TnetstringException(long offset, String message) {
        super("at byte " + offset + ": " + message);
        this.offset = offset;
    }

    /** Where in the stream, in bytes from its beginning. */
    public long offset() {
        return offset;
    }
}
