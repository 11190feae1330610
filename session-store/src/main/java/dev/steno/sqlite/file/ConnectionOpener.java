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
 * Opens SQLite connections. While SQLite has a file open, no other code in this process may open and close it: closing
 * any descriptor of a file releases all POSIX locks that the process holds on that file (fcntl(2)), including SQLite's.
 * Stateless; blocks.
 */
public final class ConnectionOpener {
    /** How long a statement waits for another program's lock before it fails, in milliseconds. */
    public static final int BUSY_MILLIS = 1_000;

    /**
     * How long a recorder waits for the recorder lock, in milliseconds. Other processes only probe that lock for a
     * moment.
     */
    private static final int LOCK_MILLIS = 250;

    /** Largest text, blob or row, in bytes: several times the size of a large flow with its inline bodies. */
    public static final int ROW_BYTES = 64 << 20;

    private ConnectionOpener() {}

    /** Loads the native library and the driver's classes, so that a later opening takes less time. Blocks. */
    public static void preload() {
        try {
            NativeLibrary.load();
            new SQLiteConfig();
        } catch (SQLException e) {
            // NativeLibrary throws it again when a file is opened
        }
    }

    /** Opens a file for writing. The file must exist. */
    public static Connection write(Path file) throws SQLException {
        return open(file, "", SQLiteOpenMode.READWRITE, BUSY_MILLIS);
    }

    /** Opens an existing lock file to lock it. */
    static Connection lock(Path file) throws SQLException {
        return open(file, "", SQLiteOpenMode.READWRITE, LOCK_MILLIS);
    }

    /** Opens a lock file to test it, without waiting. */
    static Connection probe(Path file) throws SQLException {
        return open(file, "", SQLiteOpenMode.READONLY, 0);
    }

    /**
     * Opens a file to inspect its own bytes. Takes no lock, ignores the log and creates no other file. The content may
     * be outdated, or inconsistent if another process is writing.
     */
    static Connection glance(Path file) throws SQLException {
        return open(file, "?immutable=1", SQLiteOpenMode.READONLY, BUSY_MILLIS);
    }

    /**
     * Opens a file for reading. If the file has a log, a process records to it, or its recorder died; a read-only
     * connection is enough. If it has no log, SQLite must create one to read safely, and only a writable connection
     * removes it again. Then the connection is writable, with writing disabled by a pragma. If the file or folder is
     * not writable, there can be no other writer, and the file is read without a log.
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

    /** Returns the name with which a connection attaches a file that it only reads; chosen as in {@link #read}. */
    public static String attachment(Path file) {
        ReadMode mode = ReadMode.of(file);
        return uri(file)
                + (mode.parameters.isEmpty() ? "?mode=" + (mode == ReadMode.JOINS ? "ro" : "rw") : mode.parameters);
    }

    /** The ways to read a file, see {@link #read}. */
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
        config.setOpenMode(SQLiteOpenMode.NOMUTEX); // the driver's monitor already admits one thread at a time
        config.setBusyTimeout(busyMillis);
        config.setGetGeneratedKeys(false); // otherwise the driver queries the last row id after each insert
        SQLiteConnection connection =
                JDBC.createConnection(JDBC.PREFIX + uri(file) + parameters, config.toProperties());
        // Outside BEGIN and COMMIT, SQLite itself commits each statement. In the driver's auto-commit mode, the driver
        // would also attempt a BEGIN after each statement, which fails within a transaction and adds a tenth to the
        // statement's cost.
        connection.getConnectionConfig().setAutoCommit(false);
        guard(connection);
        return connection;
    }

    /**
     * Protects against files from elsewhere: their schema cannot call functions with side effects, and no row fills the
     * heap.
     */
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

    /** Returns a URI, in which any character of the path can be escaped. In a plain name, SQLite would parse a "?". */
    static String uri(Path file) {
        return "file:" + file.toAbsolutePath().toUri().getRawPath();
    }
}
