package dev.steno.sqlite.check;

import dev.steno.codec.CodecException;
import dev.steno.sqlite.file.ConnectionOpener;
import dev.steno.sqlite.file.FileCheck;
import dev.steno.sqlite.file.OfflineSession;
import dev.steno.sqlite.file.RecorderLock;
import dev.steno.sqlite.file.SchemaCheck;
import dev.steno.sqlite.file.SqliteConnection;
import dev.steno.sqlite.file.SqliteFailures;
import dev.steno.sqlite.file.UncheckedSqlException;
import dev.steno.store.CheckReport;
import dev.steno.store.Problem;
import dev.steno.store.Problem.Kind;
import dev.steno.store.Progress;
import dev.steno.store.SessionException;
import dev.steno.store.WorkStopped;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.sqlite.SQLiteErrorCode;

/** Checks a session file, and repairs it. Blocks; any thread but an event loop. */
public final class SessionCheck {
    private SessionCheck() {}

    /**
     * Checks a session without changing it. Another process may be recording to it: the check consists of short reads,
     * and unfinished data of the recorder is not reported.
     *
     * @throws SessionException if the session cannot be read at all
     * @throws WorkStopped if the progress requires it
     */
    public static CheckReport verify(Path given, Progress progress) throws IOException {
        Path file = FileCheck.forReading(given);
        boolean before = RecorderLock.isHeld(file);
        Findings findings = new Findings();
        try (SqliteConnection sqlite = new SqliteConnection(ConnectionOpener.read(file))) {
            sqlite.interruptible(progress::isStopped);
            List<String> foreign = SchemaCheck.differences(sqlite);
            foreign.forEach(each -> findings.addProblem(Kind.SCHEMA, 0, each));
            // Statements of a foreign schema must not run, not even in SQLite's own check.
            if (foreign.isEmpty() && structure(sqlite, findings, progress)) {
                new Inspection(sqlite, findings, progress, () -> RecorderLock.isHeld(file), null).run();
            }
        } catch (SQLException e) {
            damaged(file, e, findings, progress);
        } catch (UncheckedSqlException e) {
            damaged(file, e.failure(), findings, progress);
        } catch (CodecException | IllegalArgumentException | IndexOutOfBoundsException e) {
            throw SqliteFailures.oddRow(file, e);
        }
        boolean recorded = before || RecorderLock.isHeld(file);
        return report(file, recorded, findings, false, findings.problems(), 0);
    }

    /**
     * Checks a session and repairs the problems, in one transaction. Rows that belong to no flow are removed; an
     * encoded form that cannot be decoded is moved to the table {@code damaged}.
     *
     * @throws SessionException if the session is not writable, or another process records to it
     * @throws WorkStopped if the progress requires it; the session is unchanged
     */
    public static CheckReport repair(Path given, Progress progress) throws IOException {
        try (OfflineSession session = OfflineSession.open(given, progress)) {
            return session.change(sqlite -> {
                Findings findings = new Findings();
                Repair repair = new Repair(sqlite);
                long left = 0;
                if (!structure(sqlite, findings, progress)) {
                    left = rebuildIndices(sqlite, progress);
                }
                if (left == 0) {
                    new Inspection(sqlite, findings, progress, () -> false, repair).run();
                    Findings after = new Findings();
                    Inspection.after(sqlite, after, progress).run();
                    left = after.problems();
                }
                return report(session.file(), false, findings, true, left, repair.setAside());
            });
        }
    }

    /**
     * Rebuilds the indices from their tables. Returns the number of remaining problems; if there are any, nothing was
     * changed.
     */
    private static long rebuildIndices(SqliteConnection sqlite, Progress progress) throws SQLException, WorkStopped {
        Findings after = new Findings();
        try {
            sqlite.execute("REINDEX");
            if (structure(sqlite, after, progress)) {
                return 0;
            }
        } catch (SQLException e) {
            if (!SqliteFailures.is(e, SQLiteErrorCode.SQLITE_CORRUPT)) {
                throw e;
            }
            after.addProblem(Kind.STRUCTURE, 0, String.valueOf(e.getMessage()));
        }
        sqlite.execute("ROLLBACK");
        sqlite.execute("BEGIN"); // the caller ends this transaction
        return after.problems();
    }

    /** Runs SQLite's own check. Returns whether the structure is sound, so that the rest can be checked. */
    private static boolean structure(SqliteConnection sqlite, Findings findings, Progress progress)
            throws SQLException, WorkStopped {
        progress.beginStep("checking the file's structure", "", 0);
        List<String> lines = new ArrayList<>();
        try (ResultSet row = sqlite.of("PRAGMA integrity_check").executeQuery()) {
            while (row.next()) {
                lines.add(row.getString(1));
            }
        } catch (SQLException e) {
            if (!SqliteFailures.is(e, SQLiteErrorCode.SQLITE_CORRUPT)) {
                throw e;
            }
            lines.add(String.valueOf(e.getMessage()));
        }
        if (lines.equals(List.of("ok"))) {
            return true;
        }
        lines.forEach(line -> findings.addProblem(Kind.STRUCTURE, 0, line.strip()));
        return false;
    }

    private static void damaged(Path file, SQLException e, Findings findings, Progress progress) throws IOException {
        progress.check();
        if (!SqliteFailures.is(e, SQLiteErrorCode.SQLITE_CORRUPT)) {
            throw SqliteFailures.reading(file, e);
        }
        findings.addProblem(Kind.STRUCTURE, 0, String.valueOf(e.getMessage()));
    }

    private static CheckReport report(
            Path file, boolean recorded, Findings findings, boolean repaired, long left, long setAside) {
        List<Problem> first = findings.first();
        return new CheckReport(
                file,
                recorded,
                findings.flows(),
                findings.bodies(),
                findings.counts(),
                first,
                repaired,
                left,
                setAside);
    }
}
