package dev.steno.sqlite.check;

import dev.steno.flow.Body;
import dev.steno.flow.Direction;
import dev.steno.flow.Endpoint;
import dev.steno.flow.Flow;
import dev.steno.flow.FlowError;
import dev.steno.flow.FlowState;
import dev.steno.flow.Headers;
import dev.steno.flow.Hold;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpRequest;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.Notes;
import dev.steno.flow.Peer;
import dev.steno.flow.TcpFlow;
import dev.steno.flow.Times;
import dev.steno.flow.WebSocket;
import dev.steno.sqlite.file.SqliteConnection;
import dev.steno.sqlite.table.AnnotationTable;
import dev.steno.sqlite.table.BodyTable;
import dev.steno.sqlite.table.MessageTable;
import dev.steno.store.FlowColumns;
import dev.steno.store.FlowRow;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reconstructs a flow whose encoded form is unreadable, from its columns and the other tables. Within the caller's
 * transaction.
 */
final class FlowReconstruction {
    private final SqliteConnection sqlite;

    FlowReconstruction(SqliteConnection sqlite) {
        this.sqlite = sqlite;
    }

    /** @param row its columns; null if they are invalid too */
    Flow flow(long id, @Nullable FlowRow row) throws SQLException {
        if (row == null) {
            return unknown(id);
        }
        return "http".equals(row.kind()) ? http(row) : tcp(row);
    }

    private TcpFlow unknown(long id) throws SQLException {
        return new TcpFlow(
                id,
                1,
                FlowState.INTERRUPTED,
                sqlite.number("SELECT started FROM flow WHERE id = ?", id),
                Times.UNSET,
                peer(new Endpoint("", 0), Times.UNSET),
                null,
                new Endpoint("unknown", 0),
                "tcp",
                0,
                0,
                MessageTable.count(sqlite, id),
                0,
                null,
                notes(id, "", "", Notes.Replay.NONE));
    }

    private TcpFlow tcp(FlowRow row) throws SQLException {
        return new TcpFlow(
                row.id(),
                row.revision(),
                ended(row.state()),
                row.started(),
                row.duration(),
                client(row),
                server(row),
                new Endpoint(row.host(), row.port()),
                row.scheme(),
                row.requestSize(),
                row.responseSize(),
                MessageTable.count(sqlite, row.id()),
                0,
                error(row),
                notes(row.id(), row.mark(), row.comment(), row.replay()),
                holds(row));
    }

    private static List<Hold> holds(FlowRow row) {
        Hold held = row.held();
        return held == null ? List.of() : List.of(held);
    }

    private HttpFlow http(FlowRow row) throws SQLException {
        Map<Integer, Body> bodies = bodies(row.id());
        boolean edited = bodies.containsKey(2) || bodies.containsKey(3);
        HttpFlow original = edited ? http(row, bodies.get(2), bodies.get(3), null, Notes.NONE) : null;
        Notes notes = notes(row.id(), row.mark(), row.comment(), row.replay());
        HttpFlow made = http(row, bodies.get(0), bodies.get(1), original, notes);
        return row.webSocket() ? webSocket(made) : made;
    }

    private HttpFlow webSocket(HttpFlow flow) throws SQLException {
        long rows = MessageTable.count(sqlite, flow.id());
        WebSocket.Sent client =
                MessageTable.atLeast(sqlite, flow.id(), Direction.CLIENT_TO_SERVER, WebSocket.Sent.NOTHING);
        WebSocket.Sent server =
                MessageTable.atLeast(sqlite, flow.id(), Direction.SERVER_TO_CLIENT, WebSocket.Sent.NOTHING);
        return flow.withWebSocket(new WebSocket(client, server, rows, null, null));
    }

    private static HttpFlow http(
            FlowRow row,
            @Nullable Body requestBody,
            @Nullable Body responseBody,
            @Nullable HttpFlow original,
            Notes notes) {
        HttpRequest request = new HttpRequest(
                row.method() == null ? "" : row.method(),
                row.scheme(),
                row.host(),
                row.port(),
                row.path() == null ? "" : row.path(),
                "",
                type(row.requestType()),
                null,
                body(requestBody, row.webSocket() ? 0 : row.requestSize()),
                row.started(),
                Times.UNSET);
        HttpResponse response = row.status() == 0 && responseBody == null
                ? null
                : new HttpResponse(
                        "",
                        row.status(),
                        "",
                        type(row.contentType()),
                        null,
                        body(responseBody, row.webSocket() ? 0 : row.responseSize()),
                        Times.UNSET,
                        Times.UNSET);
        return new HttpFlow(
                row.id(),
                row.revision(),
                ended(row.state()),
                row.started(),
                row.duration(),
                client(row),
                server(row),
                request,
                response,
                List.of(),
                error(row),
                notes,
                null,
                holds(row),
                original);
    }

    /** Returns the stored body if there is one; otherwise a body with the transferred size and no content. */
    private static Body body(@Nullable Body kept, long passed) {
        if (kept != null) {
            return kept;
        }
        return passed == 0 ? Body.NONE : new Body.Stored(0, 0, passed, false);
    }

    private Map<Integer, Body> bodies(long flow) throws SQLException {
        Map<Integer, Body> found = new HashMap<>();
        PreparedStatement query =
                sqlite.of("SELECT id, part, size, true_size, complete FROM body WHERE flow = ? AND part IS NOT NULL");
        query.setLong(1, flow);
        try (ResultSet row = query.executeQuery()) {
            while (row.next()) {
                long size = Math.min(row.getLong(3), BodyTable.readableSize(sqlite, row.getLong(1)));
                boolean whole = row.getBoolean(5) && size == row.getLong(3);
                found.put(row.getInt(2), new Body.Stored(row.getLong(1), size, row.getLong(4), whole));
            }
        }
        return found;
    }

    private Notes notes(long flow, String mark, String comment, Notes.Replay replay) throws SQLException {
        return new Notes(mark, comment, new TreeMap<>(AnnotationTable.read(sqlite, flow)), replay);
    }

    private static FlowState ended(FlowState state) {
        return state == FlowState.OPEN ? FlowState.INTERRUPTED : state;
    }

    private static @Nullable FlowError error(FlowRow row) {
        FlowError.Step step = row.errorStep();
        return step == null ? null : new FlowError(step, row.error() == null ? "" : row.error(), row.started());
    }

    private static Headers type(@Nullable String type) {
        return type == null ? Headers.EMPTY : Headers.of("content-type", type);
    }

    private static @Nullable Peer server(FlowRow row) {
        String server = row.server();
        return server == null ? null : peer(endpoint(server), Times.UNSET);
    }

    private static Peer client(FlowRow row) {
        String mode = row.text(FlowColumns.MODE);
        Peer client = peer(endpoint(row.client()), row.started());
        return mode == null || mode.equals(client.modeName()) ? client : client.withMode(mode);
    }

    private static Peer peer(Endpoint address, long started) {
        return new Peer(0, address, null, null, started, Times.UNSET, Times.UNSET, null, null);
    }

    /** Parses an address written by {@link Endpoint#toString}. */
    private static Endpoint endpoint(String text) {
        int colon = text.lastIndexOf(':');
        String host = colon < 0 ? text : text.substring(0, colon);
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        }
        try {
            return new Endpoint(host, colon < 0 ? 0 : Integer.parseInt(text.substring(colon + 1)));
        } catch (NumberFormatException e) {
            return new Endpoint(text, 0);
        }
    }
}
