package dev.steno.interop.intake;

import java.io.IOException;

/** Reports a file of which nothing is imported. The message says what the file is and what to do. */
public final class RefusedFileException extends IOException {
    private static final long serialVersionUID = 1L;

    public RefusedFileException(String message) {
        super(message);
    }
}
