package dev.steno.fleet.server;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.postgresql.Driver;

/**
 * Opens connections to a shared store. Each one gives up on a silent server by itself; what a server does about a silent
 * client is set by {@link #BOUNDS} in each transaction. Stateless; each call blocks.
 */
public final class StoreConnections {
    /** How long a server may take to answer to a connection, in seconds: the first packet is sent three times within it. */
    private static final int CONNECT_SECONDS = 4;

    /** How long a server may take for each answer until it can be asked, in seconds; and, for all of them, twice that. */
    private static final int LOGIN_SECONDS = 8;

    /**
     * A statement that each transaction of a shipper begins with. A peer that vanishes leaves its transaction, and with it
     * the lock on its recorder's row, until the server notices; by default that is never. Set for the transaction, not for
     * the connection, so that a pooler may give the connection to others.
     */
    public static final String BOUNDS = "SELECT set_config('idle_in_transaction_session_timeout', '3s', true),"
            + " set_config('lock_timeout', '10s', true), set_config('statement_timeout', '60s', true),"
            + " set_config('tcp_user_timeout', '5s', true), set_config('synchronous_commit', 'on', true)";

    /** Its exceptions say the same, and its entries may repeat rows. A field, since loggers are weakly referenced. */
    private static final Logger CLIENT = Logger.getLogger("org.postgresql");

    static {
        CLIENT.setLevel(Level.OFF);
    }

    private StoreConnections() {}

    /**
     * Connects to the first server of the URL that answers in time and is of the kind that it asks for. Of several, that is the
     * one that takes writes unless the URL says otherwise.
     *
     * @param program shown by the server among its sessions
     * @param silenceSeconds after how long without an answer a statement fails, at least that of its own timeout
     */
    public static Connection open(ServerUrl url, String program, int silenceSeconds) throws StoreFailure {
        Properties properties = new Properties();
        properties.put("user", url.role());
        String password = url.password();
        if (password != null) {
            properties.put("password", password);
        }
        properties.put("ApplicationName", program);
        properties.put("connectTimeout", String.valueOf(CONNECT_SECONDS));
        properties.put("sslResponseTimeout", String.valueOf(CONNECT_SECONDS * 1_000));
        // The time for all servers together, or one that is silent would use up that of the next.
        properties.put(
                "loginTimeout", String.valueOf(2 * LOGIN_SECONDS * url.hosts().size()));
        if (url.hosts().size() > 1) {
            properties.put("targetServerType", "primary");
            // What a server was is no reason not to ask it now: a standby may be the primary since.
            properties.put("hostRecheckSeconds", "0");
        }
        properties.put("socketTimeout", String.valueOf(LOGIN_SECONDS));
        properties.put("tcpKeepAlive", "true");
        properties.put("gssEncMode", "disable");
        // The server's DETAIL repeats values of rows.
        properties.put("logServerErrorDetail", "false");
        url.parameters().forEach((name, value) -> {
            if (!name.equals("passfile")) {
                properties.put(name, value);
            }
        });
        // Beyond this machine, the store's certificate is verified unless the URL says otherwise.
        String given = url.parameters().get("sslmode");
        String mode = given != null ? given : url.isLoopback() ? "prefer" : "verify-full";
        properties.put("sslmode", mode);
        if (mode.equals("verify-full") && !url.parameters().containsKey("sslrootcert")) {
            properties.put("sslfactory", "org.postgresql.ssl.DefaultJavaSSLFactory");
        }
        String hosts = String.join(
                ",", url.hosts().stream().map(ServerUrl.Host::toString).toList());
        try {
            Connection connection =
                    new Driver().connect("jdbc:postgresql://" + hosts + "/" + url.encodedDatabase(), properties);
            if (connection == null) {
                throw new StoreFailure(StoreFailure.Kind.SETUP, "not the URL of a shared store: " + url);
            }
            connection.setNetworkTimeout(Runnable::run, (int) TimeUnit.SECONDS.toMillis(silenceSeconds));
            return connection;
        } catch (SQLException e) {
            throw StoreFailure.of(url, e);
        }
    }
}
