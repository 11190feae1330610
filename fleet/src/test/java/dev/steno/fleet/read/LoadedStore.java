package dev.steno.fleet.read;

import com.github.luben.zstd.Zstd;
import dev.steno.codec.FlowCodec;
import dev.steno.fleet.server.ServerUrl;
import dev.steno.fleet.server.SharedSchema;
import dev.steno.fleet.testing.PostgresServer;
import dev.steno.flow.Body;
import dev.steno.flow.Certificate;
import dev.steno.flow.Flow;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.Message;
import dev.steno.json.Json;
import dev.steno.store.FlowColumn;
import dev.steno.store.FlowColumns;
import dev.steno.store.FlowRow;
import dev.steno.store.SessionReader;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A shared store that a test fills with the flows of sessions, row by row, as shippers do. For one thread. */
final class LoadedStore implements AutoCloseable {
    private static final byte[] DICTIONARY =
            "GET POST HTTP/1.1 content-type text/html application/json a.test".getBytes(StandardCharsets.US_ASCII);
    private static final int CHUNK = 100_000;

    final ServerUrl url;
    private final PostgresServer server;
    private final Connection connection;

    LoadedStore(PostgresServer server) throws Exception {
        this(server, ServerUrl.parse(server.database()));
        SharedSchema.prepare(url, connection);
        run("INSERT INTO steno.dictionary (dict, bytes) VALUES (1, ?)", DICTIONARY);
    }

    private LoadedStore(PostgresServer server, ServerUrl url) throws SQLException {
        this.server = server;
        this.url = url;
        this.connection = server.connect(url.database());
    }

    /** Returns the same store with another connection. */
    LoadedStore another() throws SQLException {
        return new LoadedStore(server, url);
    }

    /** Stores a flow without bodies as a batch, in the transaction that is open. */
    void change(int recorder, Flow flow) throws SQLException {
        row(recorder, flow);
        batch(recorder, List.of(flow), List.of());
    }

    /** Writes the note of a viewer. */
    void note(int recorder, Flow flow, String author, @Nullable String mark, @Nullable String comment)
            throws SQLException {
        run(
                "INSERT INTO steno.note (recorder, flow, started, author, mark, comment) VALUES (?, ?, ?, ?, ?, ?)"
                        + " ON CONFLICT (recorder, flow, started, author)"
                        + " DO UPDATE SET mark = excluded.mark, comment = excluded.comment, at = excluded.at",
                recorder,
                flow.id(),
                flow.started(),
                author,
                mark,
                comment);
    }

    /** Names a recorder. */
    void recorder(int recorder, String file, String host) throws SQLException {
        run(
                "INSERT INTO steno.recorder (recorder, session, name, host, version) VALUES (?, gen_random_uuid(), ?, ?, '1')",
                recorder,
                file,
                host);
    }

    /** Removes all flows. */
    void clear() throws SQLException {
        run(
                "TRUNCATE steno.flow, steno.message, steno.body_chunk, steno.revision, steno.certificate, steno.batch,"
                        + " steno.progress, steno.recorder, steno.note, steno.text_chunk, steno.text_posting, steno.text_again");
    }

    /** Makes the tables of a day. */
    void day(String date) throws SQLException {
        run("SELECT steno.make_day(?::date)", date);
    }

    /** Stores flows of a session, and what belongs to them, under the number of a recorder, as one batch. */
    void load(int recorder, SessionReader session, List<Flow> flows) throws Exception {
        connection.setAutoCommit(false);
        for (Flow flow : flows) {
            put(recorder, session, flow);
        }
        batch(recorder, flows, List.of());
        connection.commit();
        connection.setAutoCommit(true);
    }

    /** Removes flows of a recorder, as one batch. */
    void remove(int recorder, List<Flow> flows) throws SQLException {
        connection.setAutoCommit(false);
        for (Flow flow : flows) {
            run("DELETE FROM steno.flow WHERE recorder = ? AND flow = ?", recorder, flow.id());
        }
        batch(recorder, List.of(), flows);
        connection.commit();
        connection.setAutoCommit(true);
    }

    private void batch(int recorder, List<Flow> changed, List<Flow> gone) throws SQLException {
        run(
                "INSERT INTO steno.progress (recorder, epoch, part, batch) VALUES (?, 1, 0, 1) ON CONFLICT (recorder)"
                        + " DO UPDATE SET batch = progress.batch + 1, at = excluded.at",
                recorder);
        run(
                "INSERT INTO steno.batch (recorder, batch, at, flows, started, gone)"
                        + " SELECT recorder, batch, at, ?::bigint[], ?::bigint[], ?::bigint[] FROM steno.progress WHERE recorder = ?",
                array(changed.stream().map(Flow::id).toList()),
                array(changed.stream().map(Flow::started).toList()),
                array(gone.stream().map(Flow::id).toList()),
                recorder);
    }

    private static String array(List<Long> numbers) {
        return numbers.stream().map(String::valueOf).collect(Collectors.joining(",", "{", "}"));
    }

    private void put(int recorder, SessionReader session, Flow flow) throws Exception {
        for (Certificate certificate : FlowCodec.certificates(flow)) {
            run(
                    "INSERT INTO steno.certificate (recorder, sha256, der) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                    recorder,
                    certificate.sha256(),
                    certificate.der());
        }
        for (Message message : session.messages(flow.id(), 0, 1000)) {
            run(
                    "INSERT INTO steno.message (recorder, flow, seq, started, time, from_client, kind, last, edit,"
                            + " true_size, data) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                    recorder,
                    flow.id(),
                    message.sequence(),
                    flow.started(),
                    message.time(),
                    message.direction().isFromClient(),
                    message.kind().number(),
                    message.last(),
                    message.edit().number(),
                    message.trueSize(),
                    message.data());
        }
        for (Flow each = flow; each instanceof HttpFlow http; each = http.original()) {
            HttpResponse response = http.response();
            body(recorder, session, flow, http.request().body());
            body(recorder, session, flow, response == null ? Body.NONE : response.body());
        }
        row(recorder, flow);
    }

    /** Chunks are small, every second one compressed. */
    private void body(int recorder, SessionReader session, Flow flow, Body body) throws Exception {
        if (!(body instanceof Body.Stored stored) || stored.id() == 0) {
            return;
        }
        try (InputStream in = session.body(stored)) {
            byte[] chunk = in.readNBytes(CHUNK);
            for (int sequence = 0; chunk.length > 0; sequence++, chunk = in.readNBytes(CHUNK)) {
                run(
                        "INSERT INTO steno.body_chunk (recorder, body, seq, started, flow, dict, data)"
                                + " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                        recorder,
                        stored.id(),
                        sequence,
                        flow.started(),
                        flow.id(),
                        sequence % 2 == 0 ? 0 : -1,
                        sequence % 2 == 0 ? chunk : Zstd.compress(chunk));
            }
        }
    }

    private void row(int recorder, Flow flow) throws SQLException {
        FlowRow row = FlowRow.of(flow);
        List<String> names = new ArrayList<>(List.of("recorder", "flow"));
        List<Object> values = new ArrayList<>(List.of(recorder, flow.id()));
        for (FlowColumn column : FlowColumns.ALL) {
            if (column == FlowColumns.ID) {
                continue;
            }
            Object value = value(column, row);
            if (value != null) {
                names.add(column.name());
                values.add(value);
            }
        }
        byte[] pb = FlowCodec.encode(flow);
        int dictionary = (int) (flow.id() % 3) - 1; // -1, 0 or 1
        names.addAll(List.of("annotations", "dict", "pb"));
        values.add(annotations(flow));
        values.add(dictionary);
        values.add(
                dictionary == 0 ? pb : dictionary < 0 ? Zstd.compress(pb) : Zstd.compressUsingDict(pb, DICTIONARY, 1));
        run("DELETE FROM steno.flow WHERE recorder = ? AND flow = ?", recorder, flow.id());
        run(
                "INSERT INTO steno.flow (" + String.join(", ", names) + ") VALUES ("
                        + names.stream()
                                .map(name -> name.equals("annotations") ? "?::jsonb" : "?")
                                .collect(Collectors.joining(", "))
                        + ")",
                values.toArray());
    }

    /** Some flows were shipped before there was the column. */
    private static @Nullable String annotations(Flow flow) {
        Map<String, String> metadata = flow.notes().metadata();
        if (flow.id() % 4 == 3) {
            return "null";
        }
        return metadata.isEmpty()
                ? null
                : new String(Json.bytes(json -> Json.value(json, metadata)), StandardCharsets.UTF_8)
                        .replace("\\u0000", "\\ufffd");
    }

    private static @Nullable Object value(FlowColumn column, FlowRow row) {
        if (column instanceof FlowColumn.Number number) {
            long value = row.number(number);
            return number.isAbsent(value) ? null : value;
        }
        FlowColumn.Text text = (FlowColumn.Text) column;
        String value = row.text(text);
        boolean absent = value == null || !text.traits().required() && value.equals(text.absent());
        return absent ? null : value.replace('\0', SharedRows.INSTEAD_OF_NUL);
    }

    /** Runs a statement. */
    void run(String sql, @Nullable Object... values) throws SQLException {
        if (values.length == 0) {
            try (Statement statement = connection.createStatement()) {
                statement.execute(sql);
            }
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            statement.execute();
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
