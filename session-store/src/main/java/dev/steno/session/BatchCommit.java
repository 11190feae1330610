package dev.steno.session;

import dev.steno.store.SessionException;
import dev.steno.store.SessionStore;
import dev.steno.store.WriteBatch;
import org.jspecify.annotations.Nullable;

/**
 * Commits one batch, with retries. If the disk refuses the write, the batch is retried until it succeeds. If the store
 * fails in another way, for lack of memory or because of a defect, the whole batch is tried {@value #ATTEMPTS} times,
 * then each of its parts alone. A part that still fails is left out, and the others are written.
 *
 * <p>Confined to the writer thread; blocks.
 */
final class BatchCommit {
    private static final int ATTEMPTS = 3;

    private final SessionWriter writer;
    private final SessionStore store;
    private final WriteBatch batch;

    BatchCommit(SessionWriter writer, SessionStore store, WriteBatch batch) {
        this.writer = writer;
        this.store = store;
        this.batch = batch;
    }

    /**
     * Commits the batch. Returns the failure with which the writer gives up during close; null if the batch is written.
     */
    @Nullable
    SessionException run() {
        Outcome outcome = batch.isEmpty() ? Outcome.WRITTEN : write(batch);
        if (outcome.defect() != null) {
            outcome = oneByOne();
        }
        if (outcome.failure() == null) {
            writer.wrote();
        }
        return outcome.failure();
    }

    private Outcome oneByOne() {
        for (WriteBatch single : batch.singles()) {
            single.replaceFlows(writer::kept);
            Outcome outcome = write(single);
            if (outcome.failure() != null) {
                return outcome;
            }
            single.rejected().forEach(batch::reject);
            if (outcome.defect() != null) {
                writer.setAside(single, batch, outcome.defect());
            }
        }
        return Outcome.WRITTEN;
    }

    /**
     * The result of an attempt; both are null if the batch was written.
     *
     * @param failure the failure with which the writer gives up
     * @param defect the exception with which the store failed repeatedly, although the disk may be sound
     */
    private record Outcome(
            @Nullable SessionException failure, @Nullable Throwable defect) {
        static final Outcome WRITTEN = new Outcome(null, null);
    }

    private Outcome write(WriteBatch part) {
        int defects = 0;
        for (int attempts = 0; ; attempts++) {
            SessionException failure;
            try {
                store.commit(part);
                return Outcome.WRITTEN;
            } catch (SessionException e) {
                failure = e;
            } catch (RuntimeException | Error e) {
                if (++defects == ATTEMPTS) {
                    return new Outcome(null, e);
                }
                failure = new SessionException("the session cannot be written: " + e, e);
            }
            if (writer.givesUpAfter(failure, attempts)) {
                return new Outcome(failure, null);
            }
        }
    }
}
