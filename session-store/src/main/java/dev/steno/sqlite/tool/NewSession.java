package dev.steno.sqlite.tool;

import dev.steno.sqlite.Recovery;
import dev.steno.sqlite.file.ConnectionOpener;
import dev.steno.sqlite.file.FileCheck;
import dev.steno.sqlite.file.NewFile;
import dev.steno.sqlite.file.OfflineSession;
import dev.steno.sqlite.file.RecorderLock;
import dev.steno.sqlite.file.SideFiles;
import dev.steno.sqlite.file.SqliteConnection;
import dev.steno.sqlite.file.SqliteFailures;
import dev.steno.sqlite.file.UncheckedSqlException;
import dev.steno.store.Progress;
import dev.steno.store.SessionException;
import dev.steno.store.WorkStopped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * A session that a tool creates. It is written under another name and renamed by {@link #finish}. Until then, it is
 * invisible to other processes; if it is closed before, it is removed. Holds the target's recorder lock. For one
 * thread.
 */
final class NewSession implements AutoCloseable {
    /** Fast, but not safe in a crash: an unfinished session is discarded anyway. */
    private static final String[] FAST = {
        "PRAGMA journal_mode = OFF",
        "PRAGMA synchronous = OFF",
        "PRAGMA cache_size = -65536",
        "PRAGMA temp_store = MEMORY"
    };

    private final Path file;
    private final RecorderLock lock;
    private final Progress progress;
    private final Path draft;
    private @Nullable SqliteConnection sqlite;

    private NewSession(Path file, RecorderLock lock, Progress progress) {
        this.file = file;
        this.lock = lock;
        this.progress = progress;
        this.draft = SideFiles.draft(file);
    }

    /**
     * Creates an empty session under its temporary name.
     *
     * @param replace whether an existing session is replaced
     * @throws SessionException if the name is taken or cannot be written
     */
    static NewSession createDraft(Path given, boolean replace, String application, Progress progress)
            throws IOException {
        Path file = FileCheck.forWriting(given);
        if (!replace && Files.exists(file)) {
            throw new SessionException(given + " exists; give another name, or --force to replace it");
        }
        if (Files.exists(SideFiles.log(file))) {
            throw new SessionException(given + " is open, or was left by a crash: " + SideFiles.log(file)
                    + " belongs to it; give another name");
        }
        RecorderLock lock = RecorderLock.tryAcquire(file);
        if (lock == null) {
            throw new SessionException("a process is recording to " + file + "; give another name");
        }
        NewSession made = new NewSession(file, lock, progress);
        try {
            made.open(application);
            return made;
        } catch (SQLException e) {
            made.close();
            throw SqliteFailures.writing(given, e);
        } catch (IOException | RuntimeException e) {
            made.close();
            throw e;
        }
    }

    private void open(String application) throws IOException, SQLException {
        NewFile.draft(draft, application);
        SqliteConnection opened = new SqliteConnection(ConnectionOpener.write(draft));
        sqlite = opened;
        for (String pragma : FAST) {
            opened.execute(pragma);
        }
        opened.interruptible(progress::isStopped);
    }

    Path file() {
        return file;
    }

    /** Runs an operation on the session, and translates its failures for people. */
    <T> T write(OfflineSession.Work<T> work) throws IOException {
        try {
            return work.with(open());
        } catch (SQLException e) {
            throw failure(e);
        } catch (UncheckedSqlException e) {
            throw failure(e.failure());
        } catch (RuntimeException e) {
            throw SqliteFailures.oddRow(file, e);
        }
    }

    private IOException failure(SQLException e) {
        return progress.isStopped() ? new WorkStopped() : SqliteFailures.writing(file, e);
    }

    private SqliteConnection open() {
        SqliteConnection open = sqlite;
        if (open == null) {
            throw new IllegalStateException("the session is finished");
        }
        return open;
    }

    /** Looks at a finished session before it gets its name. */
    interface Check {
        void of(Path draft) throws IOException;
    }

    /** Syncs the session to the disk and renames it. Returns its size in bytes. */
    long finish() throws IOException {
        return finish(draft -> {});
    }

    /** As {@link #finish()}, if a check of the closed file does not fail. */
    long finish(Check check) throws IOException {
        progress.beginStep("writing to the disk", "", 0);
        write(connection -> {
            connection.execute("BEGIN");
            new Recovery(connection).run(); // a copy has no recorder, so open flows become interrupted
            connection.run("UPDATE counter SET value = (SELECT count(*) FROM flow) WHERE name = 'flows'");
            connection.execute("COMMIT");
            connection.close();
            return true;
        });
        sqlite = null;
        long bytes = Files.size(draft);
        progress.check();
        check.of(draft);
        NewFile.install(draft, file, true);
        return bytes;
    }

    /** Releases the lock. Before {@link #finish}, also removes the session. */
    @Override
    public void close() throws IOException {
        try {
            SqliteConnection open = sqlite;
            if (open != null) {
                open.close();
            }
            for (Path left : new Path[] {draft, SideFiles.log(draft), SideFiles.index(draft)}) {
                Files.deleteIfExists(left);
            }
        } catch (SQLException e) {
            throw SqliteFailures.writing(draft, e);
        } finally {
            lock.close();
        }
    }
}
