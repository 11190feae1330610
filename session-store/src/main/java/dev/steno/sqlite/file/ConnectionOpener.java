package dev.steno.sqlite.file;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.sqlite.JDBC;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteLimits;
import org.sqlite.SQLiteOpenMode;

/**
 * Opens SQLite connections. While SQLite has a file open, no other code of this process may open it: closing any
 * descriptor of a file drops all POSIX locks that the process holds on it (fcntl(2)), SQLite's included.
 */
public final class ConnectionOpener {
    /** How long a statement waits for another program's lock before it fails. */
    public static final int BUSY_MILLIS = 1_000;

    /** How long a recorder waits for the recorder lock, on which others only ever look for a moment. */
    private static final int LOCK_MILLIS = 250;

    /** The most bytes that a text, a blob or a row may have: several times what a flow's headers and small bodies come to. */
    public static final int ROW_BYTES = 64 << 20;

    private ConnectionOpener() {}

    /** For the writer. The file must exist. */
    public static Connection write(Path file) throws SQLException {
        return open(file, "", SQLiteOpenMode.READWRITE, BUSY_MILLIS);
    }

    /** For the holder of a lock file, which must exist. */
    static Connection lock(Path file) throws SQLException {
        return open(file, "", SQLiteOpenMode.READWRITE, LOCK_MILLIS);
    }

    /** Looks at a lock file without waiting. */
    static Connection probe(Path file) throws SQLException {
        return open(file, "", SQLiteOpenMode.READONLY, 0);
    }

    /**
     * Looks at a file's own bytes: takes no lock, reads no log, makes no file beside it. What it sees may be old, or torn
     * where someone writes.
     */
    static Connection glance(Path file) throws SQLException {
        return open(file, "?immutable=1", SQLiteOpenMode.READONLY, BUSY_MILLIS);
    }

    /**
     * For readers. With a log beside it, the file is being recorded or its recorder died: a read-only connection joins
     * in. Without one, SQLite has to make the log's files to read safely; only a connection that may write removes them
     * again, so that is what is opened, and told not to write. Where that cannot be, nobody can write here either, and the
     * file is read as it stands.
     */
    public static Connection read(Path file) throws SQLException {
        ReadMode mode = ReadMode.of(file);
        Connection connection = open(file, mode.parameters, mode.flag, BUSY_MILLIS);
        try (var statement = connection.createStatement()) {
            OlderFormatViews.show(statement);
            if (mode == ReadMode.MAKES_THE_LOG) {
                statement.execute("PRAGMA query_only = 1");
            }
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
        return connection;
    }

    /** The name by which a connection that writes elsewhere attaches a file that it only reads; as {@link #read}. */
    public static String attachment(Path file) {
        ReadMode mode = ReadMode.of(file);
        return uri(file)
                + (mode.parameters.isEmpty() ? "?mode=" + (mode == ReadMode.JOINS ? "ro" : "rw") : mode.parameters);
    }

    /** How a file can be read. */
    private enum ReadMode {
        JOINS("", SQLiteOpenMode.READONLY),
        MAKES_THE_LOG("", SQLiteOpenMode.READWRITE),
        AS_IT_STANDS("?immutable=1", SQLiteOpenMode.READONLY);

        private final String parameters;
        private final SQLiteOpenMode flag;

        ReadMode(String parameters, SQLiteOpenMode flag) {
            this.parameters = parameters;
            this.flag = flag;
        }

        static ReadMode of(Path file) {
            if (Files.exists(SideFiles.log(file))) {
                return JOINS;
            }
            Path folder = file.toAbsolutePath().getParent();
            return Files.isWritable(file) && folder != null && Files.isWritable(folder) ? MAKES_THE_LOG : AS_IT_STANDS;
        }
    }

    private static Connection open(Path file, String parameters, SQLiteOpenMode mode, int busyMillis)
            throws SQLException {
        NativeLibrary.load();
        SQLiteConfig config = new SQLiteConfig();
        config.resetOpenMode(SQLiteOpenMode.READWRITE);
        config.resetOpenMode(SQLiteOpenMode.CREATE);
        config.setOpenMode(mode);
        config.resetOpenMode(SQLiteOpenMode.FULLMUTEX);
        config.setOpenMode(SQLiteOpenMode.NOMUTEX); // the driver's own monitor lets one thread in at a time
        config.setBusyTimeout(busyMillis);
        config.setGetGeneratedKeys(false); // the driver would otherwise query the last row's number after each insert
        SQLiteConnection connection =
                JDBC.createConnection(JDBC.PREFIX + uri(file) + parameters, config.toProperties());
        // SQLite itself commits each statement that stands outside BEGIN and COMMIT. In its own auto-commit mode, the
        // driver tries a BEGIN after each statement besides, which fails within a transaction, at a tenth of the
        // statement's cost.
        connection.getConnectionConfig().setAutoCommit(false);
        guard(connection);
        return connection;
    }

    /** What a file from elsewhere says runs no function with effects, and no row of it fills the heap. */
    private static void guard(SQLiteConnection connection) throws SQLException {
        connection.setLimit(SQLiteLimits.SQLITE_LIMIT_LENGTH, ROW_BYTES);
        try (var statement = connection.createStatement()) {
            statement.execute("PRAGMA trusted_schema = 0"); // https://www.sqlite.org/security.html
            statement.execute("PRAGMA cell_size_check = 1");
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /** A URI, whose path may hold any character once escaped; a plain name would be parsed for "?". */
    static String uri(Path file) {
        return "file:" + file.toAbsolutePath().toUri().getRawPath();
    }
}
