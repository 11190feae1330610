package dev.steno.store;

import dev.steno.addon.PassThrough;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a session is kept. The boundary between the session and the disk.
 *
 * <p>One owner: after {@code Session.start}, the writer thread alone calls {@link #commit}; {@link #reader()},
 * {@link #keepAs} and the plain accessors may be called on any thread.
 */
public interface SessionStore {

    /** The session's file. */
    Path file();

    /** Whether the file held a session before it was opened. */
    boolean resumed();

    /** Whether the file goes away at {@link #close}, unless {@link #keepAs} was called. */
    boolean temporary();

    /** What a resumed session held when it was opened; all zero for a new one. */
    Resumed resumedWith();

    /**
     * Writes a batch in one transaction: all of it is there afterwards, or nothing.
     *
     * <p>A revision that is not newer than the stored one is passed over. A flow that cannot be encoded is added to the
     * batch's rejections and does not fail the others.
     *
     * @throws SessionException when the store cannot be written now; the same batch may be tried again
     */
    void commit(WriteBatch batch) throws SessionException;

    /**
     * Writes which clients are passed through, in one transaction. On the writer thread.
     *
     * @throws SessionException when the store cannot be written now; the same call may be tried again
     */
    void passThroughs(Collection<PassThrough> now, Collection<PassThrough.Key> gone) throws SessionException;

    /** Which clients are passed through by a decision that is heeded here. Touches the disk. */
    default List<PassThrough> heededPassThroughs() throws SessionException {
        try (SessionReader reader = reader()) {
            return reader.passThroughs();
        }
    }

    /** The index of texts; for the writer thread. */
    TextIndex textIndex();

    /**
     * Nothing waits to be written for a moment: the time to tidy up, if that is short. On the writer thread.
     *
     * @throws SessionException when that failed; nothing committed is in danger
     */
    default void idle() throws SessionException {}

    /** What there is to say to people about the state of the store; null where nothing. On the writer thread, after a commit. */
    default @Nullable String warning() {
        return null;
    }

    /** A new reader of what was committed. The caller closes it. */
    SessionReader reader() throws SessionException;

    /**
     * Asks that a temporary session be kept under another name when it is closed.
     *
     * @throws SessionException when the name is taken or cannot be written, or the session is not temporary
     */
    void keepAs(Path target) throws SessionException;

    /** Ends the session: moves everything into the one file and lets other writers in. Says where the file is now. */
    Closed close() throws SessionException;

    /**
     * What a resumed session held.
     *
     * @param flows how many
     * @param bytes size of the file
     * @param interrupted how many flows were open when the process that recorded them died
     * @param lastFlow the highest flow number ever given
     * @param lastBody the highest body number ever given
     * @param lastConnection the highest connection number ever given
     */
    record Resumed(long flows, long bytes, long interrupted, long lastFlow, long lastBody, long lastConnection) {}

    /**
     * How a session ended.
     *
     * @param file where it is, or was
     * @param kept false for a temporary session that was removed
     * @param flows how many flows it holds or held
     * @param bytes size of the file when it was closed
     */
    record Closed(Path file, boolean kept, long flows, long bytes) {}
}
