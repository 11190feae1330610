package dev.steno.fleet.testing;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A cluster of Citus on loopback, whose coordinator a test's server is. Immutable; blocks. */
public final class CitusCluster {
    private final PostgresServer coordinator;
    private final List<Integer> workers;

    private CitusCluster(PostgresServer coordinator, List<Integer> workers) {
        this.coordinator = coordinator;
        this.workers = workers;
    }

    /** Returns the cluster of a server; empty if its database {@code postgres} is not one of a cluster. */
    static Optional<CitusCluster> of(PostgresServer server) {
        try (Connection connection = server.connect("postgres");
                Statement statement = connection.createStatement()) {
            try (ResultSet row = statement.executeQuery("SELECT FROM pg_extension WHERE extname = 'citus'")) {
                if (!row.next()) {
                    return Optional.empty();
                }
            }
            List<Integer> workers = new ArrayList<>();
            try (ResultSet row =
                    statement.executeQuery("SELECT nodeport FROM pg_dist_node WHERE groupid <> 0 ORDER BY nodeport")) {
                while (row.next()) {
                    workers.add(row.getInt(1));
                }
            }
            return Optional.of(new CitusCluster(server, List.copyOf(workers)));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The number of its workers. */
    public int workers() {
        return workers.size();
    }

    /** Returns the URL of a database on a worker, which are numbered from 0. */
    public String url(int worker, String database) {
        return "postgresql://postgres@127.0.0.1:" + workers.get(worker) + "/" + database;
    }

    /** Makes an empty database of the coordinator one of the cluster, as its operator would. */
    public void add(String database) {
        for (int worker = 0; worker < workers.size(); worker++) {
            execute(worker, "postgres", "CREATE DATABASE " + database);
            execute(worker, database, "CREATE EXTENSION citus");
        }
        coordinator.execute(database, "CREATE EXTENSION citus");
        coordinator.execute(database, "SELECT citus_set_coordinator_host('127.0.0.1', " + coordinator.port() + ")");
        for (int port : workers) {
            coordinator.execute(database, "SELECT citus_add_node('127.0.0.1', " + port + ")");
        }
    }

    /** Runs statements on the coordinator and on each worker, as an operator does whose statements Citus does not pass on. */
    void executeOnAllNodes(String database, String statements) {
        String alone = "SET citus.enable_ddl_propagation = off; " + statements;
        coordinator.execute(database, alone);
        for (int worker = 0; worker < workers.size(); worker++) {
            execute(worker, database, alone);
        }
    }

    private void execute(int worker, String database, String statement) {
        String address = "jdbc:postgresql://127.0.0.1:" + workers.get(worker) + "/" + database + "?user=postgres";
        try (Connection connection = DriverManager.getConnection(address);
                Statement made = connection.createStatement()) {
            made.execute(statement);
        } catch (SQLException e) {
            throw new IllegalStateException(statement, e);
        }
    }
}
