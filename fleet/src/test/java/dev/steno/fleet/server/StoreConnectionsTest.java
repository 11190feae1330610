package dev.steno.fleet.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steno.fleet.testing.PostgresServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The servers of a URL are tried until one serves: those that vanished, that are silent, and that are standbys are passed over. */
@Timeout(120)
class StoreConnectionsTest {
    private final PostgresServer server = PostgresServer.shared();
    private final String url = server.database();

    private ServerUrl after(int port, String parameters) {
        return ServerUrl.parse(url.replace("127.0.0.1:", "127.0.0.1:" + port + ",127.0.0.1:") + parameters);
    }

    private void assertReaches(int port, ServerUrl several) throws StoreFailure, SQLException {
        try (Connection connection = StoreConnections.open(several, "test", 60);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SHOW port")) {
            row.next();
            assertThat(row.getInt(1)).isEqualTo(port);
            assertThat(connection.getNetworkTimeout()).isEqualTo(60_000);
        }
    }

    /** A queue of connections that is full answers as a machine does that is switched off: not at all. */
    @Test
    void aServerThatVanishedIsPassedOver() throws Exception {
        List<Socket> waiting = new ArrayList<>();
        try (ServerSocket vanished = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            fill(vanished, waiting);
            assertReaches(server.port(), after(vanished.getLocalPort(), ""));
        } finally {
            for (Socket socket : waiting) {
                socket.close();
            }
        }
    }

    private static void fill(ServerSocket queue, List<Socket> waiting) throws IOException {
        try {
            while (true) {
                Socket socket = new Socket();
                waiting.add(socket);
                socket.connect(new InetSocketAddress(queue.getInetAddress(), queue.getLocalPort()), 1_000);
            }
        } catch (SocketTimeoutException full) {
            // as it should be
        }
    }

    @Test
    void aServerThatIsSilentIsPassedOver() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            assertReaches(server.port(), after(silent.getLocalPort(), ""));
        }
    }

    @Test
    void aStandbyIsPassedOverUntilItIsThePrimary() throws Exception {
        try (PostgresServer other = PostgresServer.start(Map.of())) {
            other.restartAsStandby();
            ServerUrl both = ServerUrl.parse(
                    "postgresql://postgres@127.0.0.1:" + other.port() + ",127.0.0.1:" + server.port() + "/postgres");
            assertReaches(server.port(), both);

            ServerUrl standby = ServerUrl.parse(
                    "postgresql://postgres@127.0.0.1:" + other.port() + ",127.0.0.1:" + other.port() + "/postgres");
            assertThatThrownBy(() -> StoreConnections.open(standby, "test", 60))
                    .hasMessageContaining("no server can be reached that takes writes");

            other.execute("postgres", "SELECT pg_promote()");
            assertReaches(other.port(), both);
        }
    }
}
