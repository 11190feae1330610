package dev.steno.sqlite.sql;

import dev.steno.sqlite.SqliteSessionReader;
import dev.steno.sqlite.file.ConnectionOpener;
import dev.steno.sqlite.file.FileCheck;
import dev.steno.sqlite.file.SqliteConnection;
import dev.steno.store.SessionException;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Runs queries of people on a session, which may be being recorded and is never changed. For one thread. */
public final class SessionQuery implements AutoCloseable {
    /** The driver puts SQLite's own message into parentheses after its description of the code. */
    private static final Pattern MESSAGE = Pattern.compile("\\[SQLITE_\\w+] [^(]*\\((.*)\\)", Pattern.DOTALL);

    private final SqliteSessionReader reader;
    private final SqliteConnection sqlite;
    private final SqliteConnection json;

    private SessionQuery(SqliteSessionReader reader, SqliteConnection sqlite, SqliteConnection json) {
        this.reader = reader;
        this.sqlite = sqlite;
        this.json = json;
    }

    /**
     * Opens a session.
     *
     * @throws SessionException if it is not a session that this program can read
     */
    public static SessionQuery open(Path given) throws SessionException {
        Path file = FileCheck.forReading(given);
        SqliteSessionReader reader = SqliteSessionReader.open(file);
        try {
            SqliteConnection json = new SqliteConnection(ConnectionOpener.read(file));
            SqliteConnection sqlite = new SqliteConnection(ConnectionOpener.read(file));
            new FlowFunctions(reader, json).defineOn(sqlite);
            return new SessionQuery(reader, sqlite, json);
        } catch (SQLException e) {
            reader.close();
            throw new SessionException("cannot open the session " + file + ": " + message(e), e);
        }
    }

    /** Receives the result of a query. */
    public interface Result {
        /** Receives the names of the columns, once and first. */
        void columns(List<String> names);

        /** Receives a row: for each column a Long, Integer, Double, String, byte[] or null. */
        void row(List<@Nullable Object> values);
    }

    /**
     * Runs a query.
     *
     * @throws IllegalArgumentException if the text is not one statement that reads
     * @throws SessionException if SQLite rejects the query, or a row cannot be read
     */
    public void run(String sql, Result to) throws SessionException {
        SqlText text = new SqlText(sql);
        if (!text.reads()) {
            throw new IllegalArgumentException(QueryAdvice.notReading(sql));
        }
        if (text.hasMore()) {
            throw new IllegalArgumentException("there is text after the semicolon: give one statement");
        }
        try (PreparedStatement query = sqlite.prepare(sql);
                ResultSet rows = query.executeQuery()) {
            ResultSetMetaData columns = rows.getMetaData();
            int count = columns.getColumnCount();
            List<String> names = new ArrayList<>(count);
            for (int i = 1; i <= count; i++) {
                names.add(columns.getColumnLabel(i));
            }
            to.columns(names);
            while (rows.next()) {
                List<@Nullable Object> values = new ArrayList<>(count);
                for (int i = 1; i <= count; i++) {
                    values.add(rows.getObject(i));
                }
                to.row(values);
            }
        } catch (SQLException e) {
            throw new SessionException("the query failed: " + QueryAdvice.on(message(e), columns()), e);
        }
    }

    private List<String> columns() {
        List<String> names = new ArrayList<>();
        try (PreparedStatement query = sqlite.prepare("SELECT name FROM pragma_table_info('flows')");
                ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                names.add(rows.getString(1));
            }
        } catch (SQLException e) {
            return List.of(); // the query's own failure is what is reported
        }
        return names;
    }

    private static String message(SQLException e) {
        String said = String.valueOf(e.getMessage());
        Matcher inner = MESSAGE.matcher(said);
        return inner.matches() ? inner.group(1) : said;
    }

    @Override
    public void close() {
        try {
            sqlite.close();
            json.close();
        } catch (SQLException e) {
            throw new IllegalStateException("a statement of the query is still running", e);
        } finally {
            reader.close();
        }
    }
}
