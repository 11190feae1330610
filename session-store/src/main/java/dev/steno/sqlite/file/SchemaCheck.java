package dev.steno.sqlite.file;

import dev.steno.store.SessionException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.sqlite.JDBC;

/**
 * Compares a file's schema with that of its format. A file from elsewhere may contain triggers, views named like
 * tables, generated columns or indices over expressions. SQLite would evaluate them while the file is read or written,
 * so such a file is refused. Exempt are tables that SQLite itself creates, and {@code damaged}, which a repair creates.
 * Any thread; blocks.
 */
public final class SchemaCheck {
    /** The resource with the objects of the newest format, one a line: type and name, a tab, SQL. */
    static final String LIST = "schema/objects.tsv";

    private static final Pattern WHITE = Pattern.compile("\\s+");

    private static final Map<Integer, Map<String, String>> FORMATS = new HashMap<>();

    private SchemaCheck() {}

    /**
     * Throws if a file's schema differs from that of its format.
     *
     * @throws SessionException if an object is missing, is defined differently, or is unknown
     */
    public static void check(Path file, SqliteConnection sqlite) throws SessionException, SQLException {
        List<String> wrong = differences(sqlite);
        if (!wrong.isEmpty()) {
            throw new SessionException("cannot read the session " + file + ": " + wrong.get(0)
                    + (wrong.size() == 1 ? "" : ", and " + (wrong.size() - 1) + " more such objects")
                    + "; steno verify lists all differences: drop the foreign objects with sqlite3, or recover the rows with"
                    + " \"sqlite3 FILE .recover\"");
        }
    }

    /** Returns the differences from the format that the file claims, one sentence each. */
    public static List<String> differences(SqliteConnection sqlite) throws SQLException {
        int format = (int) sqlite.number("PRAGMA user_version");
        Map<String, String> expected = expected(format);
        Map<String, String> found = new TreeMap<>();
        try (ResultSet row = sqlite.of(OBJECTS).executeQuery()) {
            while (row.next()) {
                found.put(row.getString(1), plain(row.getString(2)));
            }
        }
        List<String> wrong = new ArrayList<>();
        expected.forEach((name, sql) -> {
            String there = found.remove(name);
            if (there == null) {
                wrong.add("the " + name + " is missing");
            } else if (!there.equals(sql)) {
                wrong.add("the " + name + " is not as format " + format + " defines it");
            }
        });
        found.remove("table damaged", plain(Schema.DAMAGED.replace("IF NOT EXISTS ", "")));
        found.keySet().forEach(name -> wrong.add("it has a " + name + ", which no session format defines"));
        return wrong;
    }

    private static final String OBJECTS = "SELECT type || ' ' || name, sql FROM main.sqlite_master"
            + " WHERE name NOT IN ('sqlite_stat1', 'sqlite_stat4') AND name NOT LIKE 'sqlite\\_autoindex\\_%' ESCAPE '\\'";

    /** Returns the objects of a format, by type and name; of two threads, one waits for the other. */
    private static synchronized Map<String, String> expected(int format) throws SQLException {
        Map<String, String> known = FORMATS.get(format);
        if (known == null) {
            known = format == Schema.VERSION ? listed() : made(format);
            FORMATS.put(format, known);
        }
        return known;
    }

    /** Returns the objects of the newest format from a list of what {@link #made} returns, since making them takes as long as a short command. */
    private static Map<String, String> listed() {
        Map<String, String> objects = new TreeMap<>();
        Schema.resource(LIST).lines().forEach(line -> {
            int tab = line.indexOf('\t');
            objects.put(line.substring(0, tab), line.substring(tab + 1));
        });
        return objects;
    }

    /** Returns the objects of a format as the migration scripts make them in memory. */
    static Map<String, String> made(int format) throws SQLException {
        NativeLibrary.load();
        Map<String, String> objects = new TreeMap<>();
        try (Connection memory = JDBC.createConnection(JDBC.PREFIX + ":memory:", new Properties());
                SqliteConnection sqlite = new SqliteConnection(memory)) {
            new Migrations(format, Schema::script).create(sqlite);
            try (ResultSet row = sqlite.of(OBJECTS).executeQuery()) {
                while (row.next()) {
                    objects.put(row.getString(1), plain(row.getString(2)));
                }
            }
        }
        return objects;
    }

    /** Normalises white space, which differs between versions of SQLite. */
    private static String plain(@org.jspecify.annotations.Nullable String sql) {
        return sql == null ? "" : WHITE.matcher(sql).replaceAll(" ").strip();
    }
}
