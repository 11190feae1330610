package dev.steno.store;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reports that a session cannot be opened, read or written. The message is for people: it says what is wrong and
 * what to do.
 */
public final class SessionException extends IOException {
    private static final long serialVersionUID = 1L;

    private final boolean locked;

    public SessionException(String message) {
        this(message, null);
    }

    public SessionException(String message, @Nullable Throwable cause) {
        this(message, cause, false);
    }

    private SessionException(String message, @Nullable Throwable cause, boolean locked) {
        super(message, cause);
        this.locked = locked;
    }

    /**
     * Creates the exception for a session that another program has locked. The session is intact, and a retry may
     * succeed.
     */
    public static SessionException locked(String message, Throwable cause) {
        return new SessionException(message, cause, true);
    }

    /** Returns whether the cause is another program's lock, see {@link #locked}. */
    public boolean isLocked() {
        return locked;
    }
}
