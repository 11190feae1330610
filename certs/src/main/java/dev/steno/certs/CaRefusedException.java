package dev.steno.certs;

import java.io.IOException;

/** A CA that cannot be used. The message says which file, why, and what to do; it is meant for the user as it is. */
public final class CaRefusedException extends IOException {
    private static final long serialVersionUID = 1L;

    CaRefusedException(String message) {
        super(message);
    }

    CaRefusedException(String message, Throwable cause) {
        super(message, cause);
    }
}
