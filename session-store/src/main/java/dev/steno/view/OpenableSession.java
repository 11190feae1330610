package dev.steno.view;

import dev.steno.store.SessionException;
import dev.steno.store.SessionReader;

/** A session that can be read, wherever it is: a file, or a store that several recorders share. Any thread; calls block. */
public interface OpenableSession {

    /** Returns what people call the session: a path, or a URL without a password. */
    String name();

    /**
     * Opens a reader, which the caller closes.
     *
     * @throws SessionException if there is no such session, or it cannot be read; the message is for people
     */
    SessionReader open() throws SessionException;

    /**
     * Opens a feed of what is recorded to the session, which the caller starts and closes.
     *
     * @param fromBeginning whether flows that the session already has are reported as well
     * @throws SessionException as {@link #open}
     */
    FlowFeed follow(boolean fromBeginning) throws SessionException;
}
