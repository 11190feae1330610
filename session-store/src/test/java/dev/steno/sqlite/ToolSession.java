package dev.steno.sqlite;

import dev.steno.addon.FlowEvent;
import dev.steno.flow.Body;
import dev.steno.flow.Direction;
import dev.steno.flow.FlowState;
import dev.steno.flow.Message;
import dev.steno.flow.Notes;
import dev.steno.session.Flows;
import dev.steno.sqlite.file.ConnectionOpener;
import dev.steno.store.WriteBatch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Records a session with one flow of each sort; returns its file. */
public final class ToolSession {
    public static final int BODY = Body.Stored.CHUNK + 10;

    private ToolSession() {}

    /**
     * Records five flows. Flow 1 has annotations, 2 a stored body of two chunks (body 1), 3 a stored body of one chunk
     * (body 2). Flow 4 is a raw stream of three messages; flow 5 failed.
     */
    public static Path record(Path file) throws Exception {
        SqliteSessionStore store = SqliteSessionStore.open(file, "test");
        store.commit(WriteBatch.of(
                new FlowEvent.Closed(Flows.complete(1)
                        .withNotes(new Notes("red", "seen", Map.of("a", "1", "b", "2"), Notes.Replay.NONE))),
                new FlowEvent.BodyChunk(1, 0, filled(Body.Stored.CHUNK, 'x')),
                new FlowEvent.BodyChunk(1, 1, filled(10, 'y')),
                new FlowEvent.Closed(Flows.complete(2, new Body.Stored(1, BODY, BODY, true))),
                new FlowEvent.BodyChunk(2, 0, filled(20_000, 'z')),
                new FlowEvent.Closed(Flows.complete(3, new Body.Stored(2, 20_000, 20_000, true))),
                new FlowEvent.MessageSeen(new Message(4, 0, Flows.EPOCH, Direction.CLIENT_TO_SERVER, filled(3, 'a'))),
                new FlowEvent.MessageSeen(new Message(4, 1, Flows.EPOCH, Direction.SERVER_TO_CLIENT, filled(4, 'b'))),
                new FlowEvent.MessageSeen(new Message(4, 2, Flows.EPOCH, Direction.CLIENT_TO_SERVER, filled(5, 'c'))),
                new FlowEvent.Closed(Flows.raw(4, FlowState.COMPLETE, 3)),
                new FlowEvent.Closed(Flows.answered(Flows.open(5), FlowState.FAILED, Body.NONE))));
        store.close();
        return file;
    }

    public static byte[] filled(int size, char with) {
        byte[] bytes = new byte[size];
        Arrays.fill(bytes, (byte) with);
        return bytes;
    }

    /** Changes a file as Steno never would. */
    public static void damage(Path file, String... statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                var statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.executeUpdate(sql);
            }
        }
    }

    /** Returns the rows of a query, one line each. */
    public static List<String> rows(Path session, String query) throws SQLException {
        List<String> lines = new ArrayList<>();
        try (Connection connection = ConnectionOpener.read(session);
                var statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            while (row.next()) {
                StringBuilder line = new StringBuilder();
                for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                    Object value = row.getObject(i);
                    line.append(value instanceof byte[] bytes ? HexFormat.of().formatHex(bytes) : value)
                            .append('|');
                }
                lines.add(line.toString());
            }
        }
        return lines;
    }

    /**
     * Returns a digest of each file in a folder, by file name, without the counters of changes in SQLite's header
     * (fileformat2.html, 1.3): they count transactions that left the content as it was.
     */
    public static Map<String, String> digests(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return new TreeMap<>(files.filter(Files::isRegularFile)
                    .collect(Collectors.toMap(file -> file.getFileName().toString(), ToolSession::digest)));
        }
    }

    private static String digest(Path file) {
        try {
            byte[] bytes = Files.readAllBytes(file);
            for (int counter : new int[] {24, 92}) {
                Arrays.fill(bytes, Math.min(counter, bytes.length), Math.min(counter + 4, bytes.length), (byte) 0);
            }
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    public static List<String> names(Path folder) throws IOException {
        return List.copyOf(digests(folder).keySet());
    }
}
