package dev.steno.sqlite;

import dev.steno.codec.CodecException;
import dev.steno.flow.Body;
import dev.steno.flow.Direction;
import dev.steno.flow.Flow;
import dev.steno.flow.FlowState;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.WebSocket;
import dev.steno.sqlite.file.BadRowException;
import dev.steno.sqlite.file.SqliteConnection;
import dev.steno.sqlite.table.BodyTable;
import dev.steno.sqlite.table.CertificateTable;
import dev.steno.sqlite.table.FlowTable;
import dev.steno.sqlite.table.MessageTable;
import dev.steno.sqlite.table.ShipNotes;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Cleans up after a recorder that died: open flows become interrupted, their bodies and messages are counted anew, and
 * chunks of bodies that no flow refers to are removed. Reads only the open flows, however large the session is.
 *
 * <p>For the thread that has the connection; runs within the caller's transaction.
 */
public final class Recovery {
    private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);

    private final SqliteConnection sqlite;
    private final CertificateTable.Reader certificates;

    public Recovery(SqliteConnection sqlite) {
        this.sqlite = sqlite;
        this.certificates = new CertificateTable.Reader(sqlite);
    }

    /** Runs the recovery within the caller's transaction. Returns the number of interrupted flows. */
    public long run() throws SQLException {
        List<Long> open = open();
        for (long id : open) {
            interrupt(id);
        }
        BodyTable.sweep(sqlite);
        return open.size();
    }

    private List<Long> open() throws SQLException {
        List<Long> ids = new ArrayList<>();
        try (ResultSet row = sqlite.of("SELECT id FROM flow WHERE state = 0").executeQuery()) {
            while (row.next()) {
                ids.add(row.getLong(1));
            }
        }
        return ids;
    }

    private void interrupt(long id) throws SQLException {
        Flow flow;
        try {
            flow = read(id).interrupted();
        } catch (CodecException | BadRowException e) {
            // One damaged flow must not make the session unusable: it is listed as interrupted, and reading it reports
            // the damage.
            LOG.debug("flow {} was open when its recorder ended and cannot be read: {}", id, e.getMessage());
            sqlite.run("UPDATE flow SET state = ? WHERE id = ?", FlowState.INTERRUPTED.number(), id);
            return;
        }
        Flow kept = flow instanceof HttpFlow http ? withTrueContent(http) : flow;
        FlowTable.write(sqlite, FlowTable.Prepared.of(kept));
        ShipNotes.wrote(sqlite, id);
        BodyTable.name(sqlite, kept);
    }

    private Flow read(long id) throws SQLException {
        PreparedStatement query = sqlite.of(FlowTable.MESSAGES + " WHERE id = ?");
        query.setLong(1, id);
        try (ResultSet row = query.executeQuery()) {
            if (!row.next()) {
                throw new BadRowException("it has no encoded form");
            }
            return FlowTable.decode(row, id, certificates);
        }
    }

    private HttpFlow withTrueContent(HttpFlow flow) throws SQLException {
        HttpResponse response = flow.response();
        WebSocket webSocket = flow.webSocket();
        return flow.withRequest(flow.request().withBody(trueBody(flow.request().body())))
                .withResponse(response == null ? null : response.withBody(trueBody(response.body())))
                .withWebSocket(webSocket == null ? null : withTrueMessages(webSocket, flow.id()));
    }

    /** Raises the counters to the number of stored rows: a message is recorded without a new revision of the flow. */
    private WebSocket withTrueMessages(WebSocket webSocket, long flow) throws SQLException {
        long rows = MessageTable.count(sqlite, flow);
        if (rows <= webSocket.messages()) {
            return webSocket;
        }
        return new WebSocket(
                MessageTable.atLeast(sqlite, flow, Direction.CLIENT_TO_SERVER, webSocket.client()),
                MessageTable.atLeast(sqlite, flow, Direction.SERVER_TO_CLIENT, webSocket.server()),
                rows,
                webSocket.close(),
                webSocket.problem());
    }

    private Body trueBody(Body body) throws SQLException {
        if (!(body instanceof Body.Stored stored) || stored.complete()) {
            return body;
        }
        long size = BodyTable.storedSize(sqlite, stored.id());
        return new Body.Stored(stored.id(), size, Math.max(size, stored.trueSize()), false);
    }
}
