package dev.steno.fleet.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.codec.FlowCodec;
import dev.steno.fleet.pack.FlowDictionary;
import dev.steno.fleet.pack.Unpacker;
import dev.steno.flow.Body;
import dev.steno.flow.Certificate;
import dev.steno.flow.Flow;
import dev.steno.flow.Message;
import dev.steno.sqlite.SqliteSessionReader;
import dev.steno.store.Facts;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a shared store has, as a test reads it: with statements of its own, not with the product's reader. */
public final class StoreContents implements AutoCloseable {
    private final Connection connection;
    private final Unpacker unpacker;

    public StoreContents(PostgresServer server, String url) throws SQLException, IOException {
        this(server.connect(PostgresServer.name(url)));
    }

    /** @param connection to the store; closed with this object */
    public StoreContents(Connection connection) throws IOException {
        this.connection = connection;
        this.unpacker = new Unpacker(number -> FlowDictionary.bytes());
    }

    /** Returns the first column of a query as texts. */
    public List<String> query(String sql) throws SQLException {
        List<String> values = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                values.add(rows.getString(1));
            }
        }
        return values;
    }

    /** Returns the number that a query finds. */
    public long number(String sql) throws SQLException {
        return Long.parseLong(query(sql).get(0));
    }

    /** A flow in the store. */
    private record Row(byte[] pb, int revision, long started) {}

    /** Asserts that a recorder has exactly the flows of a session: each one's bytes, messages, bodies and certificates. */
    public void assertEqual(int recorder, Path session) throws SQLException, IOException {
        Map<Long, Row> stored = new LinkedHashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(
                        "SELECT flow, dict, pb, revision, started FROM steno.flow WHERE recorder = " + recorder
                                + " ORDER BY flow");
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                byte[] pb = unpacker.unpack(row.getInt(2), row.getBytes(3));
                Row before = stored.put(row.getLong(1), new Row(pb, row.getInt(4), row.getLong(5)));
                assertThat(before)
                        .as("flow " + row.getLong(1) + " occurs twice")
                        .isNull();
            }
        }
        Set<String> certificates = new HashSet<>(
                query("SELECT encode(sha256, 'hex') FROM steno.certificate WHERE recorder = " + recorder));
        try (SqliteSessionReader reader = SqliteSessionReader.open(session)) {
            List<Long> ids = query("SELECT DISTINCT flow FROM steno.flow WHERE recorder = " + recorder).stream()
                    .map(Long::valueOf)
                    .sorted()
                    .toList();
            List<Flow> flows = reader.flows(ids);
            assertThat(flows).hasSize((int) reader.usage().flows()).hasSize(stored.size());
            for (Flow flow : flows) {
                Row row = stored.get(flow.id());
                assertThat(row.pb()).as("flow " + flow.id()).isEqualTo(FlowCodec.encode(flow));
                assertThat(row.revision()).isEqualTo(flow.revision());
                assertThat(row.started()).isEqualTo(flow.started());
                for (Certificate certificate : FlowCodec.certificates(flow)) {
                    assertThat(certificates).contains(HexFormat.of().formatHex(certificate.sha256()));
                }
                assertContentsEqual(recorder, flow, reader);
            }
        }
    }

    private void assertContentsEqual(int recorder, Flow flow, SqliteSessionReader reader)
            throws SQLException, IOException {
        if (flow.messages() > 0) {
            List<String> messages = new ArrayList<>();
            for (Message message : reader.messages(flow.id(), 0, Integer.MAX_VALUE)) {
                messages.add(message.sequence() + " " + message.direction().isFromClient() + " "
                        + message.kind().number() + " " + HexFormat.of().formatHex(message.data()));
            }
            assertThat(query("SELECT seq || ' ' || from_client || ' ' || kind || ' ' || encode(data, 'hex')"
                            + " FROM steno.message WHERE recorder = " + recorder + " AND flow = " + flow.id()
                            + " ORDER BY seq"))
                    .as("messages of flow " + flow.id())
                    .isEqualTo(messages);
        }
        for (Body.Stored body : Facts.storedBodies(flow)) {
            assertThat(body(recorder, body.id()))
                    .as("body " + body.id())
                    .isEqualTo(reader.body(body).readAllBytes());
        }
    }

    /** Returns the bytes of a body. */
    public byte[] body(int recorder, long body) throws SQLException, IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (PreparedStatement statement =
                        connection.prepareStatement("SELECT dict, data, seq FROM steno.body_chunk WHERE recorder = "
                                + recorder + " AND body = " + body + " ORDER BY seq");
                ResultSet row = statement.executeQuery()) {
            for (int expected = 0; row.next(); expected++) {
                assertThat(row.getInt(3)).isEqualTo(expected);
                bytes.write(unpacker.unpack(row.getInt(1), row.getBytes(2)));
            }
        }
        return bytes.toByteArray();
    }

    /** Asserts that the numbers of a recorder's batches have no gap. */
    public void assertBatchesHaveNoGap(int recorder) throws SQLException {
        assertThat(query("SELECT count(*) || ' ' || coalesce(max(batch), 0) FROM steno.batch WHERE recorder = "
                        + recorder))
                .containsExactly(query("SELECT batch || ' ' || batch FROM steno.progress WHERE recorder = " + recorder)
                        .get(0));
    }

    @Override
    public void close() throws SQLException {
        unpacker.close();
        connection.close();
    }
}
