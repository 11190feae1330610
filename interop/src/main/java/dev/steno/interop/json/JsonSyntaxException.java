package dev.steno.interop.json;

import java.io.IOException;

/** Reports a place that is no JSON, not even in the variants that {@link JsonScanner} takes. */
public class JsonSyntaxException extends IOException {
    private static final long serialVersionUID = 1L;

    private final long offset;

    /** @param message a clause about what is there */
    JsonSyntaxException(String message, long offset) {
        super(message);
        this.offset = offset;
    }

    /** Returns the number of bytes before the place. Of a file in UTF-16, they are counted as UTF-8. */
    public long offset() {
        return offset;
    }
}
