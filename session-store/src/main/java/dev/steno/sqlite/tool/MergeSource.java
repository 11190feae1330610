package dev.steno.sqlite.tool;

import dev.steno.addon.FlowEvent;
import dev.steno.codec.CodecException;
import dev.steno.flow.Body;
import dev.steno.flow.Flow;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.TcpFlow;
import dev.steno.sqlite.file.BadRowException;
import dev.steno.sqlite.file.ConnectionOpener;
import dev.steno.sqlite.file.FileCheck;
import dev.steno.sqlite.file.RecorderLock;
import dev.steno.sqlite.file.SchemaCheck;
import dev.steno.sqlite.file.SqliteConnection;
import dev.steno.sqlite.file.SqliteFailures;
import dev.steno.sqlite.table.CertificateTable;
import dev.steno.sqlite.table.Counters;
import dev.steno.sqlite.table.FlowTable;
import dev.steno.sqlite.table.MessageTable;
import dev.steno.sqlite.table.RevisionTable;
import dev.steno.store.FlowRewrite;
import dev.steno.store.SessionException;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One of the sessions to be merged. Supplies its flows in the order of their numbers. Its body and connection numbers
 * are shifted past those of the previous source, so that they are unique. For one thread.
 */
final class MergeSource implements AutoCloseable {
    private static final int PAGE = 64;
    private static final long PAGE_BYTES = 8L << 20;

    private final Path file;
    private final SqliteConnection sqlite;
    private final CertificateTable.Reader certificates;
    private final Deque<Flow> waiting = new ArrayDeque<>(PAGE);
    private final long flows;
    private final long bodies;
    private final long connections;
    private long bodyOffset;
    private long connectionOffset;
    private long after = Long.MIN_VALUE;
    private boolean ended;

    private MergeSource(Path file, SqliteConnection sqlite) throws SQLException {
        this.file = file;
        this.sqlite = sqlite;
        this.certificates = new CertificateTable.Reader(sqlite);
        this.flows = sqlite.number("SELECT count(*) FROM flow_pb");
        Counters counters = new Counters(sqlite);
        this.bodies = counters.lastBody();
        this.connections = counters.lastConnection();
    }

    static MergeSource open(Path given) throws SessionException {
        Path file = FileCheck.forReading(given);
        if (RecorderLock.isHeld(file)) {
            throw new SessionException("a process is recording to " + given
                    + ", so it cannot be merged; end that process, or save the session first and merge the copy");
        }
        try {
            SqliteConnection sqlite = new SqliteConnection(ConnectionOpener.read(file));
            try {
                FileCheck.checkCurrent(file, sqlite.number("PRAGMA user_version"));
                SchemaCheck.check(file, sqlite);
                return new MergeSource(file, sqlite);
            } catch (SQLException | SessionException e) {
                sqlite.close();
                throw e;
            }
        } catch (SQLException e) {
            throw SqliteFailures.opening(file, e);
        }
    }

    /** Sets the offsets: the highest numbers of the previous source. */
    void startAfter(long body, long connection) {
        bodyOffset = body;
        connectionOffset = connection;
    }

    Path file() {
        return file;
    }

    long flows() {
        return flows;
    }

    /** Returns the source's highest body number, after the shift. */
    long lastBody() {
        return bodyOffset + bodies;
    }

    /** Returns the source's highest connection number, after the shift. */
    long lastConnection() {
        return connectionOffset + connections;
    }

    long created() throws SQLException {
        return sqlite.number("SELECT CAST(value AS INTEGER) FROM meta WHERE name = 'created'");
    }

    SqliteConnection sqlite() {
        return sqlite;
    }

    /** Returns the next flow without removing it; null at the end. */
    @Nullable
    Flow peek() throws SQLException, SessionException {
        if (waiting.isEmpty() && !ended) {
            fetch();
        }
        return waiting.peek();
    }

    void remove() {
        waiting.remove();
    }

    private void fetch() throws SQLException, SessionException {
        PreparedStatement query =
                sqlite.of("SELECT id, pb, checksum FROM flow_pb WHERE id > ? ORDER BY id LIMIT " + PAGE);
        query.setLong(1, after);
        int before = waiting.size();
        long bytes = 0;
        try (ResultSet row = query.executeQuery()) {
            while (row.next()) {
                after = row.getLong(1);
                waiting.add(FlowTable.decode(row, after, certificates));
                bytes += MessageTable.data(row, 2).length;
                if (bytes > PAGE_BYTES) {
                    return; // the next page contains the remaining rows
                }
            }
        } catch (CodecException | BadRowException e) {
            throw unreadable(after, e);
        }
        ended = waiting.size() - before < PAGE;
    }

    /** Returns the edits of a flow with its new number. */
    List<FlowEvent.Edited> edits(long flow, long id) throws SQLException, IOException {
        List<FlowEvent.Edited> edits = new ArrayList<>();
        for (RevisionTable.Row row : RevisionTable.rows(sqlite, flow)) {
            try {
                HttpFlow before = (HttpFlow) renumbered(RevisionTable.decode(row, flow, certificates), id, 0);
                edits.add(new FlowEvent.Edited(before, before, row.edit()));
            } catch (CodecException | BadRowException e) {
                throw unreadable(flow, e);
            }
        }
        return edits;
    }

    private SessionException unreadable(long flow, Exception why) {
        return new SessionException(
                "flow " + flow + " of " + file + " cannot be read (" + why.getMessage()
                        + "); repair the session first, with: steno verify --repair " + file,
                why);
    }

    /**
     * Returns a flow with its new numbers.
     *
     * @param parent the new number of the flow that began a raw stream; 0 if that flow is not in the session
     */
    Flow renumbered(Flow flow, long id, long parent) throws IOException {
        Renumbering renumbering = new Renumbering(id, parent);
        Flow renumbered = renumbering.of(flow);
        if (renumbering.tooHigh) {
            throw new SessionException("flow " + flow.id() + " of " + file
                    + " has a number that the session never assigned; repair the session first, with: steno verify --repair "
                    + file);
        }
        return renumbered;
    }

    /** Returns the original number of a body of the merged session. */
    long bodyHere(long merged) {
        return merged - bodyOffset;
    }

    static long parent(Flow flow) {
        return flow instanceof TcpFlow tcp ? tcp.parent() : 0;
    }

    @Override
    public void close() throws SessionException {
        try {
            sqlite.close();
        } catch (SQLException e) {
            throw SqliteFailures.reading(file, e);
        }
    }

    private final class Renumbering extends FlowRewrite {
        private final long id;
        private final long parent;
        private boolean tooHigh;

        Renumbering(long id, long parent) {
            this.id = id;
            this.parent = parent;
        }

        @Override
        protected long id(long old) {
            return id;
        }

        @Override
        protected long parent(long old) {
            return parent;
        }

        @Override
        protected long connection(long number) {
            tooHigh |= number > connections;
            return connectionOffset + number;
        }

        @Override
        protected Body body(Body body) {
            if (!(body instanceof Body.Stored stored) || stored.id() == 0) {
                return body;
            }
            tooHigh |= stored.id() > bodies;
            return new Body.Stored(bodyOffset + stored.id(), stored.size(), stored.trueSize(), stored.complete());
        }
    }
}
