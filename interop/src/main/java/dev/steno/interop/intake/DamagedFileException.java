package dev.steno.interop.intake;

import java.io.IOException;

/**
 * Reports that the rest of a file cannot be read. The flows before that place stay imported. The message names the byte and
 * the entry, and says what was left out.
 */
public final class DamagedFileException extends IOException {
    private static final long serialVersionUID = 1L;

    public DamagedFileException(String message) {
        super(message);
    }

    public DamagedFileException(String message, Throwable cause) {
        super(message, cause);
    }
}
