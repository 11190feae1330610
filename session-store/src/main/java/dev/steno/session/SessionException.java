package dev.steno.session;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A session that cannot be opened, read or written. The message is for people: it says what is wrong and what to do. */
public final class SessionException extends IOException {
    private static final long serialVersionUID = 1L;

    public SessionException(String message) {
        super(message);
    }

    public SessionException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
