package dev.steno.store;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reports that a session cannot be opened, read or written. The message is for people: it says what is wrong and
 * what to do.
 */
public final class SessionException extends IOException {
    private static final long serialVersionUID = 1L;

    /** What a retry can be expected to do. */
    private enum Kind {
        OTHER,
        LOCKED,
        AWAY,
        REFUSED,
        DAMAGED
    }

    private final Kind kind;

    public SessionException(String message) {
        this(message, null);
    }

    public SessionException(String message, @Nullable Throwable cause) {
        this(message, cause, Kind.OTHER);
    }

    private SessionException(String message, @Nullable Throwable cause, Kind kind) {
        super(message, cause);
        this.kind = kind;
    }

    /**
     * Creates the exception for a session that another program has locked. The session is intact, and a retry may
     * succeed.
     */
    public static SessionException locked(String message, Throwable cause) {
        return new SessionException(message, cause, Kind.LOCKED);
    }

    /** Creates the exception for a store whose server does not answer now. A retry may succeed. */
    public static SessionException away(String message) {
        return new SessionException(message, null, Kind.AWAY);
    }

    /** Creates the exception for a change that this viewer may not make. */
    public static SessionException refused(String message) {
        return new SessionException(message, null, Kind.REFUSED);
    }

    /** Creates the exception for a row that is damaged. A retry finds it so again; other rows can be read. */
    public static SessionException damaged(String message, Throwable cause) {
        return new SessionException(message, cause, Kind.DAMAGED);
    }

    /** Returns whether a row is damaged, see {@link #damaged}. */
    public boolean isDamaged() {
        return kind == Kind.DAMAGED;
    }

    /** Returns whether the cause is another program's lock, see {@link #locked}. */
    public boolean isLocked() {
        return kind == Kind.LOCKED;
    }

    /** Returns whether the viewer may not make the change, see {@link #refused}. */
    public boolean isRefused() {
        return kind == Kind.REFUSED;
    }

    /** Returns whether the server of the store does not answer now, see {@link #away}. */
    public boolean isAway() {
        return kind == Kind.AWAY;
    }
}
