package dev.steno.cli.acceptance;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** Reads a session through its documented SQL views, as any SQLite client can. */
final class Recorded implements AutoCloseable {
    private final Connection connection;
    private final Statement statement;

    Recorded(Path file) throws SQLException {
        connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        statement = connection.createStatement();
    }

    /** Opens a copy of the file and its log, so that reading changes neither. */
    static Recorded copyOf(Path file, Path folder) throws Exception {
        Path copy = folder.resolve("copy of " + file.getFileName());
        Files.deleteIfExists(log(copy));
        Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
        if (Files.exists(log(file))) {
            Files.copy(log(file), log(copy), StandardCopyOption.REPLACE_EXISTING);
        }
        return new Recorded(copy);
    }

    private static Path log(Path file) {
        return file.resolveSibling(file.getFileName() + "-wal");
    }

    /** The ended flows by number, with all columns of the view. */
    Map<Long, String> ended() throws SQLException {
        return rows(
                "SELECT id, state || ' ' || method || ' ' || url || ' ' || ifnull(status, '-') || ' ' || response_size || ' '"
                        + " || started || ' ' || ifnull(duration_ms, '-') FROM flows WHERE state <> 'open'");
    }

    /** The first two columns of a query: a number and a text. */
    Map<Long, String> rows(String query) throws SQLException {
        Map<Long, String> rows = new TreeMap<>();
        try (ResultSet row = statement.executeQuery(query)) {
            while (row.next()) {
                rows.put(row.getLong(1), Objects.requireNonNull(row.getString(2), query));
            }
        }
        return rows;
    }

    /** The single value of a query. */
    String value(String query) throws SQLException {
        try (ResultSet row = statement.executeQuery(query)) {
            return row.getString(1);
        }
    }

    long number(String query) throws SQLException {
        return Long.parseLong(value(query));
    }

    @Override
    public void close() throws SQLException {
        statement.close();
        connection.close();
    }
}
