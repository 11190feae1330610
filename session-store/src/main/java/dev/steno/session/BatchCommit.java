package dev.steno.session;

import dev.steno.store.SessionException;
import dev.steno.store.SessionStore;
import dev.steno.store.WriteBatch;
import org.jspecify.annotations.Nullable;

/**
 * Commits one batch, however often it takes. A disk that refuses is waited for. A store that fails otherwise, for want of memory or by a
 * defect, is tried {@value #ATTEMPTS} times with the whole batch, then with each of its parts alone: what fails even so is set aside,
 * and the others are written. For the writer thread.
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

    /** The failure with which the writer gives up while it is closed; null when the batch is written. */
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
     * How it ended; all null when it was written.
     *
     * @param failure the writer gives up
     * @param defect what the store failed with again and again, although the disk may be sound
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
