package dev.steno.sqlite;

import dev.steno.sqlite.file.ConnectionOpener;
import dev.steno.sqlite.file.Schema;
import dev.steno.sqlite.file.SideFiles;
import dev.steno.sqlite.file.SqliteConnection;
import dev.steno.text.Quantity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Limits the size of the write-ahead log. SQLite itself copies the log into the file whenever the log reaches
 * {@link Schema#LOG_BYTES}, but it restarts the log only at a moment without readers (https://www.sqlite.org/wal.html,
 * 2.3). So readers that overlap without a gap, or a reader that never ends its transaction, make the log grow. For the
 * writer thread.
 */
final class WalSizeLimit {
    private static final long MIB = 1L << 20;

    /** Above this size, the writer waits a moment for a gap between the readers. */
    static final long WAITS_FOR_A_GAP = 2 * Schema.LOG_BYTES;

    /** Above this size, a reader must be holding the log, and people are warned. */
    static final long WARNS = 4 * Schema.LOG_BYTES;

    /** Below this size, idle-time maintenance does nothing. */
    static final long WORTH_TIDYING = MIB;

    private static final int GAP_MILLIS = 100;
    private static final long BETWEEN_ATTEMPTS_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Path session;
    private final Path log;
    private final SqliteConnection sqlite;
    private long lastAttempt;
    private boolean attempted;
    private boolean warned;
    private @Nullable String warning;

    WalSizeLimit(Path session, SqliteConnection sqlite) {
        this.session = session;
        this.log = SideFiles.log(session);
        this.sqlite = sqlite;
    }

    /** Checks the size of the log. Call after each commit. */
    void check() {
        long bytes = bytes();
        if (bytes <= WAITS_FOR_A_GAP) {
            warned = false;
            return;
        }
        long now = System.nanoTime();
        if (attempted && now - lastAttempt < BETWEEN_ATTEMPTS_NANOS) {
            return;
        }
        attempted = true;
        lastAttempt = now;
        boolean begunAnew = checkpoint("RESTART", GAP_MILLIS);
        if (!begunAnew && bytes > WARNS && !warned) {
            warned = true;
            warning = "the write-ahead log of the session " + session + " has grown to " + Quantity.bytes(bytes)
                    + ", because a program reads the session in one long transaction: end that transaction";
        }
    }

    /** Returns a warning for people, once; null if there is none. */
    @Nullable
    String warning() {
        String told = warning;
        warning = null;
        return told;
    }

    /** Copies the log into the file and truncates it, unless it is being read. Call if no fact is queued. */
    void tidyUp() {
        if (bytes() >= WORTH_TIDYING) {
            checkpoint("TRUNCATE", 0);
        }
    }

    /**
     * Returns whether the whole log was copied and has no readers. A failure is ignored, since the next commit reports
     * it too.
     */
    private boolean checkpoint(String kind, int patienceMillis) {
        try {
            sqlite.execute("PRAGMA busy_timeout = " + patienceMillis);
            try {
                return sqlite.number("PRAGMA wal_checkpoint(" + kind + ")") == 0;
            } finally {
                sqlite.execute("PRAGMA busy_timeout = " + ConnectionOpener.BUSY_MILLIS);
            }
        } catch (SQLException e) {
            sqlite.forget();
            return false;
        }
    }

    private long bytes() {
        try {
            return Files.size(log);
        } catch (IOException e) {
            return 0; // there is no log
        }
    }
}
