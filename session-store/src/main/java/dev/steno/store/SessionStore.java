package dev.steno.store;

import dev.steno.addon.PassThrough;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Stores a session; the interface between the recorder and the disk.
 *
 * <p>After {@code Session.start}, the writer thread owns the store: it alone calls {@link #commit}. {@link #reader()},
 * {@link #keepAs} and the accessors may be called on any thread.
 */
public interface SessionStore {

    /** Returns the session file. */
    Path file();

    /** Returns whether the file contained a session before it was opened. */
    boolean resumed();

    /** Returns whether the session has no name of its own: it is removed at the end or when the next one begins. */
    boolean temporary();

    /** Returns the contents of a resumed session when it was opened; all values are 0 for a new one. */
    Resumed resumedWith();

    /**
     * Writes a batch in one transaction, completely or not at all.
     *
     * <p>A revision that is not newer than the stored one is skipped. A flow that cannot be encoded is added to the
     * batch's rejections, and the others are written.
     *
     * @throws SessionException if the store cannot be written now; the same batch may be retried
     */
    void commit(WriteBatch batch) throws SessionException;

    /**
     * Writes and removes entries of passed-through clients in one transaction. On the writer thread.
     *
     * @throws SessionException if the store cannot be written now; the call may be retried
     */
    void passThroughs(Collection<PassThrough> now, Collection<PassThrough.Key> gone) throws SessionException;

    /** Returns which clients are passed through by a decision that the {@link Seal} accepts. Reads the disk. */
    default List<PassThrough> heededPassThroughs() throws SessionException {
        try (SessionReader reader = reader()) {
            return reader.passThroughs();
        }
    }

    /**
     * Keeps what is to be redacted when flows of this session leave the machine, in addition to what was kept before. Before
     * {@code Session.start}, or on the writer thread.
     *
     * @param specs of redaction rules, without line ends
     * @throws SessionException if the store cannot be written now; the call may be retried
     */
    default void keepExitRules(List<String> specs) throws SessionException {}

    /**
     * Says that a flow, or its bodies, will be removed by a fact only to make room in this store: a shared store to which the
     * session was shipped keeps what it has. Call before the fact is published. Any thread.
     */
    default void expire(long flow) {}

    /** Returns the index of texts; for the writer thread. */
    TextIndex textIndex();

    /**
     * Runs short maintenance while no fact is queued. On the writer thread.
     *
     * @throws SessionException if the maintenance failed; committed data is not affected
     */
    default void idle() throws SessionException {}

    /**
     * Returns a warning for people about the store, once; null if there is none. On the writer thread, after a commit.
     */
    default @Nullable String warning() {
        return null;
    }

    /** Opens a reader of the committed data. The caller closes it. */
    SessionReader reader() throws SessionException;

    /**
     * Requests that {@link #close} keep a temporary session under another name.
     *
     * @throws SessionException if the name is taken or cannot be written, or the session is not temporary
     */
    void keepAs(Path target) throws SessionException;

    /** Closes the session: moves the log into the file and releases the recorder lock. Returns where the file is. */
    Closed close() throws SessionException;

    /**
     * The contents of a resumed session.
     *
     * @param flows number of flows
     * @param bytes size of the file
     * @param interrupted number of flows that were open when the recorder died
     * @param lastFlow highest flow number ever assigned
     * @param lastBody highest body number ever assigned
     * @param lastConnection highest connection number ever assigned
     */
    record Resumed(long flows, long bytes, long interrupted, long lastFlow, long lastBody, long lastConnection) {}

    /**
     * The result of closing a session.
     *
     * @param file where the file is, or was
     * @param kept false if the session was temporary and {@link #close} has removed it
     * @param flows number of flows in the session
     * @param bytes size of the file at the end
     */
    record Closed(Path file, boolean kept, long flows, long bytes) {}
}
