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
 * Keeps the write-ahead log short. SQLite moves the log into the file by itself every so many pages, and begins it anew
 * only at a moment when nobody reads from it (https://www.sqlite.org/wal.html, 2.3): readers that overlap without a gap, or
 * one that never ends its transaction, make it grow. For the writer thread.
 */
final class WalSizeLimit {
    private static final long MIB = 1L << 20;

    /** Beyond this, the writer waits a moment for a gap between the readers. */
    static final long WAITS_FOR_A_GAP = 2 * Schema.LOG_BYTES;

    /** Beyond this, a reader holds on to it: somebody has to be told. */
    static final long WARNS = 4 * Schema.LOG_BYTES;

    /** Less than this is left as it is when there is time to tidy up. */
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

    /** After a commit: looks whether the log has grown too far. */
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

    /** What there is to be told since the last call. */
    @Nullable
    String warning() {
        String told = warning;
        warning = null;
        return told;
    }

    /** There is time: moves the log into the file, unless somebody reads from it. */
    void tidyUp() {
        if (bytes() >= WORTH_TIDYING) {
            checkpoint("TRUNCATE", 0);
        }
    }

    /** Whether the log was moved whole and nobody reads from it. A failure here is one of the next commit, too. */
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
            return 0; // no log, nothing to bound
        }
    }
}
