package dev.steno.store;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A session that cannot be opened, read or written. The message is for people: it says what is wrong and what to do. */
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

    /** Another program has the session locked: nothing is wrong with it, and waiting helps. */
    public static SessionException locked(String message, Throwable cause) {
        return new SessionException(message, cause, true);
    }

    /** Whether the session is only {@link #locked}. */
    public boolean isLocked() {
        return locked;
    }
}
