package dev.steno.interop.zap;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.hsqldb.jdbc.JDBCDriver;

/** Opens a prepared session with HSQLDB, in this process. The only class that loads it. Stateless. */
final class ZapDatabase {
    /** How long opening may take, which replays the log of a session that was not closed; then the import fails. */
    private static final long OPEN_MINUTES = 10;

    private ZapDatabase() {}

    /** @throws SQLException if it cannot be opened; the message is HSQLDB's */
    static Connection open(ZapFiles files) throws SQLException, IOException {
        // HSQLDB would replace the program's logging by its own, and would keep a log of each database
        System.setProperty("hsqldb.reconfig_logging", "false");
        Properties user = new Properties();
        user.setProperty("user", "SA");
        user.setProperty("password", "");
        FutureTask<Connection> opening = new FutureTask<>(() -> new JDBCDriver().connect(files.url(), user));
        // a thread of its own, since a statement of the script cannot be interrupted
        Thread thread = new Thread(opening, "steno-zap-open");
        thread.setDaemon(true);
        thread.start();
        try {
            Connection connection = opening.get(OPEN_MINUTES, TimeUnit.MINUTES);
            if (connection == null) {
                throw new SQLException("HSQLDB does not take the address of the session");
            }
            return connection;
        } catch (TimeoutException e) {
            throw new IOException("the session could not be opened within " + OPEN_MINUTES + " minutes", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the session was opened", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof SQLException told) {
                throw told;
            }
            throw new SQLException("HSQLDB fails: " + e.getCause(), e);
        }
    }
}
