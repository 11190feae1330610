package dev.steno.certs;

import java.io.IOException;

/**
 * Reports that a CA cannot be used. The message names the file, the reason and the remedy, and is shown to the user
 * unchanged.
 */
public final class CaRefusedException extends IOException {
    private static final long serialVersionUID = 1L;

    CaRefusedException(String message) {
        super(message);
    }

    CaRefusedException(String message, Throwable cause) {
        super(message, cause);
    }
}
