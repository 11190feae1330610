package dev.steno.sqlite;

import dev.steno.addon.FlowEvent;
import dev.steno.addon.PassThrough;
import dev.steno.flow.Flow;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.Message;
import dev.steno.sqlite.file.ConnectionOpener;
import dev.steno.sqlite.file.ExitRules;
import dev.steno.sqlite.file.FileCheck;
import dev.steno.sqlite.file.JournalMode;
import dev.steno.sqlite.file.Migrations;
import dev.steno.sqlite.file.NewFile;
import dev.steno.sqlite.file.RecorderLock;
import dev.steno.sqlite.file.Schema;
import dev.steno.sqlite.file.SchemaCheck;
import dev.steno.sqlite.file.SqliteConnection;
import dev.steno.sqlite.file.SqliteFailures;
import dev.steno.sqlite.file.TemporarySession;
import dev.steno.sqlite.table.AnnotationTable;
import dev.steno.sqlite.table.BodyTable;
import dev.steno.sqlite.table.CertificateTable;
import dev.steno.sqlite.table.Counters;
import dev.steno.sqlite.table.FlowTable;
import dev.steno.sqlite.table.MessageTable;
import dev.steno.sqlite.table.PassThroughTable;
import dev.steno.sqlite.table.RevisionTable;
import dev.steno.sqlite.table.ShipNotes;
import dev.steno.sqlite.table.TextTable;
import dev.steno.store.Durability;
import dev.steno.store.Seal;
import dev.steno.store.SessionException;
import dev.steno.store.SessionReader;
import dev.steno.store.SessionStore;
import dev.steno.store.TextIndex;
import dev.steno.store.WriteBatch;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A session in one SQLite file, open for recording. Opened on any thread; then {@link #commit} is for the writer
 * thread. Holds the recorder lock until it is closed.
 *
 * <p>All committed data survives the death of the process at any moment: the store uses a write-ahead log and syncs at
 * each checkpoint (https://www.sqlite.org/wal.html). If {@link Durability} requires it, each commit syncs too and
 * survives the loss of power.
 */
public final class SqliteSessionStore implements SessionStore {
    private final Path file;
    private final @Nullable TemporarySession temporary;
    private final RecorderLock lock;
    private final SqliteConnection sqlite;
    private final Seal seal;
    private final boolean resumed;
    private final Resumed resumedWith;
    private final Counters counters;
    private final CertificateTable.Writer certificates;
    private final AnnotationTable annotations;
    private final RevisionTable revisions;
    private final TextTable texts;
    private final ShipNotes ships;
    private final WalSizeLimit walLimit;
    private @Nullable Closed closed;

    private SqliteSessionStore(
            Path file,
            Durability durability,
            @Nullable TemporarySession temporary,
            RecorderLock lock,
            SqliteConnection sqlite,
            Seal seal,
            boolean resumed)
            throws SessionException, SQLException {
        this.file = file;
        this.temporary = temporary;
        this.lock = lock;
        this.sqlite = sqlite;
        this.seal = seal;
        this.resumed = resumed;
        FileCheck.checkVersion(file, sqlite.number("PRAGMA user_version"));
        long bytes = resumed ? bytes() : 0;
        JournalMode.enterWal(sqlite);
        Schema.prepare(sqlite, durability);
        this.counters = new Counters(sqlite);
        if (counters.highest() > Long.MAX_VALUE / 2) {
            throw new SessionException("cannot record to " + file + ": its numbers are used up (the highest is "
                    + counters.highest() + "); the session can still be read; record to another file");
        }
        sqlite.execute("BEGIN IMMEDIATE");
        long interrupted = new Recovery(sqlite).run();
        ShipNotes.release(sqlite);
        Schema.meta(sqlite, "recorder", Long.toString(ProcessHandle.current().pid()));
        sqlite.execute("COMMIT");
        this.certificates = new CertificateTable.Writer(sqlite);
        this.annotations = new AnnotationTable(sqlite);
        this.revisions = new RevisionTable(sqlite);
        this.texts = new TextTable(file, sqlite);
        this.ships = new ShipNotes(sqlite);
        this.walLimit = new WalSizeLimit(file, sqlite);
        this.resumedWith = new Resumed(
                counters.flows(),
                bytes,
                interrupted,
                counters.lastFlow(),
                counters.lastBody(),
                counters.lastConnection());
    }

    /** Loads SQLite, so that a later opening takes less time. Blocks; a failure is thrown when a session is opened. */
    public static void preload() {
        ConnectionOpener.preload();
    }

    /** Opens a session with {@link Durability#PROCESS}; as {@link #open(Path, String, Durability)}. */
    public static SqliteSessionStore open(Path given, String application) throws SessionException {
        return open(given, application, Durability.PROCESS);
    }

    /**
     * Opens a session for recording. Creates it if the file is missing or empty.
     *
     * @param application name and version of the program, stored in a new session
     * @throws SessionException if the path is a folder, is not writable, contains something else or a newer format, or
     *     another process records to it; the file is not changed
     */
    public static SqliteSessionStore open(Path given, String application, Durability durability)
            throws SessionException {
        return open(given, application, durability, Seal.OPEN);
    }

    /**
     * Like {@link #open(Path, String, Durability)}.
     *
     * @param seal decides which pass-through decisions in the file are accepted
     */
    public static SqliteSessionStore open(Path given, String application, Durability durability, Seal seal)
            throws SessionException {
        return open(FileCheck.forWriting(given), null, application, durability, seal);
    }

    /**
     * Creates a session that is removed when it is closed. If the process dies, it remains in the system's temporary
     * folder.
     */
    public static SqliteSessionStore temporary(String application) throws SessionException {
        return temporary(application, Durability.PROCESS);
    }

    /** Like {@link #temporary(String)}, with a durability, which matters if the session is kept in the end. */
    public static SqliteSessionStore temporary(String application, Durability durability) throws SessionException {
        return temporary(application, durability, Seal.OPEN);
    }

    /** Like {@link #temporary(String, Durability)}, with a seal for pass-through decisions. */
    public static SqliteSessionStore temporary(String application, Durability durability, Seal seal)
            throws SessionException {
        TemporarySession folder = TemporarySession.create();
        try {
            return open(folder.session(), folder, application, durability, seal);
        } catch (SessionException e) {
            folder.remove();
            throw e;
        }
    }

    /**
     * Creates a temporary session in a home folder, which must exist. It stays there until the next call for the same
     * folder, even if the process dies.
     */
    public static SqliteSessionStore temporary(Path home, String application, Durability durability, Seal seal)
            throws SessionException {
        TemporarySession.Claimed claimed = TemporarySession.claim(home);
        TemporarySession session = claimed.temporary();
        return open(session.session(), session, claimed.lock(), application, durability, seal);
    }

    /** Deletes temporary sessions that killed processes left in the system's temporary folder. Not on an event loop. */
    public static void sweep() {
        TemporarySession.sweep();
    }

    private static SqliteSessionStore open(
            Path file, @Nullable TemporarySession temporary, String application, Durability durability, Seal seal)
            throws SessionException {
        RecorderLock lock = RecorderLock.tryAcquire(file);
        if (lock == null) {
            throw new SessionException("another process" + recorder(file) + " is recording to " + file
                    + "; end it first, or give another file; reading is possible at any time");
        }
        return open(file, temporary, lock, application, durability, seal);
    }

    private static SqliteSessionStore open(
            Path file,
            @Nullable TemporarySession temporary,
            RecorderLock lock,
            String application,
            Durability durability,
            Seal seal)
            throws SessionException {
        SqliteConnection sqlite = null;
        try {
            boolean resumed = !FileCheck.isNew(file);
            if (!resumed) {
                NewFile.make(file, application, durability);
            }
            sqlite = new SqliteConnection(ConnectionOpener.write(file));
            if (resumed) {
                FileCheck.checkVersion(file, sqlite.number("PRAGMA user_version"));
                SchemaCheck.check(file, sqlite);
            }
            Migrations.shipped().run(file, sqlite);
            return new SqliteSessionStore(file, durability, temporary, lock, sqlite, seal, resumed);
        } catch (SQLException e) {
            throw releaseAfter(SqliteFailures.opening(file, e), lock, sqlite);
        } catch (IOException e) {
            SessionException told = e instanceof SessionException known
                    ? known
                    : new SessionException("cannot create the session " + file + ": " + e, e);
            throw releaseAfter(told, lock, sqlite);
        } catch (RuntimeException e) {
            throw releaseAfter(
                    new SessionException("cannot open the session " + file + ": " + e.getMessage(), e), lock, sqlite);
        }
    }

    private static SessionException releaseAfter(
            SessionException failure, RecorderLock lock, @Nullable SqliteConnection sqlite) {
        try {
            if (sqlite != null) {
                sqlite.close();
            }
            lock.close();
        } catch (SQLException | SessionException e) {
            failure.addSuppressed(e);
        }
        return failure;
    }

    private static String recorder(Path file) {
        try (SqliteSessionReader reader = SqliteSessionReader.open(file)) {
            return reader.meta("recorder").map(pid -> " (" + pid + ")").orElse("");
        } catch (SessionException e) {
            return ""; // the file is just being created
        }
    }

    @Override
    public Path file() {
        return file;
    }

    /** The write connection; tests use it to cause failures. */
    SqliteConnection sqlite() {
        return sqlite;
    }

    @Override
    public boolean resumed() {
        return resumed;
    }

    @Override
    public boolean temporary() {
        return temporary != null;
    }

    @Override
    public Resumed resumedWith() {
        return resumedWith;
    }

    @Override
    public SessionReader reader() throws SessionException {
        return SqliteSessionReader.open(file);
    }

    @Override
    public void keepExitRules(List<String> specs) throws SessionException {
        try {
            ExitRules.add(sqlite, specs);
        } catch (SQLException e) {
            throw SqliteFailures.writing(file, e);
        }
    }

    @Override
    public TextIndex textIndex() {
        return texts;
    }

    @Override
    public void keepAs(Path target) throws SessionException {
        if (temporary == null) {
            throw new SessionException("this session has already been kept as " + file);
        }
        temporary.keepAs(target);
    }

    @Override
    public void commit(WriteBatch batch) throws SessionException {
        try {
            sqlite.execute("BEGIN IMMEDIATE");
            ships.begin();
            for (FlowEvent.BodyChunk chunk : batch.chunks()) {
                BodyTable.write(sqlite, chunk);
                counters.wroteBody(chunk.body());
            }
            for (Message message : batch.messages()) {
                MessageTable.write(sqlite, message);
            }
            for (Flow flow : batch.flows()) {
                write(flow, batch);
            }
            for (long flow : batch.deleted()) {
                delete(flow);
            }
            BodyTable.delete(sqlite, List.copyOf(batch.droppedBodies()));
            counters.save(sqlite);
            sqlite.execute("COMMIT");
        } catch (SQLException e) {
            rollback();
            throw SqliteFailures.writing(file, e);
        } catch (RuntimeException | Error e) {
            rollback();
            throw e;
        }
        counters.committed();
        certificates.committed();
        ships.committed(batch);
        walLimit.check();
    }

    @Override
    public void passThroughs(Collection<PassThrough> now, Collection<PassThrough.Key> gone) throws SessionException {
        try {
            sqlite.execute("BEGIN IMMEDIATE");
            for (PassThrough one : now) {
                PassThroughTable.write(sqlite, one, seal.of(one));
            }
            for (PassThrough.Key key : gone) {
                PassThroughTable.delete(sqlite, key);
            }
            sqlite.execute("COMMIT");
        } catch (SQLException e) {
            rollback();
            throw SqliteFailures.writing(file, e);
        }
    }

    @Override
    public List<PassThrough> heededPassThroughs() throws SessionException {
        if (!resumed) { // a reader costs the start 20 ms
            return List.of();
        }
        try (SqliteSessionReader reader = SqliteSessionReader.open(file)) {
            return reader.sealedPassThroughs().stream()
                    .filter(each -> seal.heeds(each.one(), each.seal()))
                    .map(PassThroughTable.Sealed::one)
                    .toList();
        }
    }

    @Override
    public void expire(long flow) {
        ships.expire(flow);
    }

    @Override
    public void idle() {
        walLimit.tidyUp();
    }

    @Override
    public @Nullable String warning() {
        return walLimit.warning();
    }

    private void write(Flow flow, WriteBatch batch) throws SQLException {
        FlowTable.Prepared prepared;
        try {
            prepared = FlowTable.Prepared.of(flow);
        } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) {
            batch.reject(flow.id(), e);
            return;
        }
        certificates.write(flow);
        boolean newTexts = texts.areNew(flow);
        if (FlowTable.write(sqlite, prepared)) {
            if (batch.isEmptied(flow.id())) {
                BodyTable.drop(sqlite, flow);
                revisions.removeBodies(flow.id());
            }
            for (FlowEvent.Edited edit : batch.edits(flow.id())) {
                revisions.write(edit);
            }
            BodyTable.name(sqlite, flow);
            if (isDraft(flow) && !revisions.has(flow.id())) {
                BodyTable.drop(sqlite, flow);
            }
            annotations.write(flow);
            if (newTexts) {
                texts.wrote(flow.id());
            }
            ships.wrote(flow.id(), batch.isEmptied(flow.id()));
            counters.wrote(flow);
        }
    }

    /** Whether a held message of the flow was edited, so that earlier drafts of it may have left bodies. */
    private static boolean isDraft(Flow flow) {
        return flow instanceof HttpFlow http
                && http.original() != null
                && !http.holds().isEmpty();
    }

    private void delete(long flow) throws SQLException {
        BodyTable.deleteOf(sqlite, flow);
        MessageTable.delete(sqlite, flow);
        annotations.delete(flow);
        revisions.delete(flow);
        texts.deleted(flow);
        ships.deleting(flow);
        if (FlowTable.delete(sqlite, flow)) {
            counters.deleted();
        }
    }

    private void rollback() {
        counters.rolledBack();
        certificates.rolledBack();
        sqlite.forget();
        try {
            sqlite.execute("ROLLBACK");
        } catch (SQLException e) {
            // Some failures end the transaction themselves; then ROLLBACK fails.
        }
    }

    /** As the interface says. A second call returns the first result. */
    @Override
    public synchronized Closed close() throws SessionException {
        Closed before = closed;
        if (before == null) {
            before = closeFile();
            closed = before;
        }
        return before;
    }

    private Closed closeFile() throws SessionException {
        long flows = counters.flows();
        try {
            sqlite.execute("PRAGMA wal_checkpoint(TRUNCATE)");
            JournalMode.leaveWal(sqlite);
            sqlite.close();
        } catch (SQLException e) {
            throw releaseAfter(SqliteFailures.writing(file, e), lock, sqlite);
        }
        long bytes = bytes();
        lock.close();
        if (temporary == null) {
            return new Closed(file, true, flows, bytes);
        }
        Path kept = temporary.finish();
        return new Closed(kept == null ? file : kept, kept != null, flows, bytes);
    }

    private long bytes() throws SessionException {
        return SqliteSessionReader.bytes(file);
    }
}
