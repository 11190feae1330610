package dev.steno.bench.shared;

import dev.steno.bench.report.ProcessStat;
import dev.steno.bench.report.Scratch;
import dev.steno.fleet.server.ServerUrl;
import dev.steno.fleet.server.StoreConnections;
import dev.steno.fleet.server.StoreFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL of one measurement, on a free loopback port, with its own settings of durability ({@code fsync} and full pages
 * are on). It ends when it is closed, and its data is removed unless it is to be kept. For one thread.
 */
final class StoreServer implements AutoCloseable {
    private static final Path INSTALLED = Path.of("/usr/lib/postgresql");
    private static final String SETTINGS = """
            listen_addresses = '127.0.0.1'
            unix_socket_directories = ''
            shared_buffers = '512MB'
            max_wal_size = '4GB'
            track_commit_timestamp = on
            """;
    private static final int PATIENCE_SECONDS = 60;

    private final @Nullable Scratch removed;
    private final Process process;
    private final int port;
    private int databases;

    private StoreServer(@Nullable Scratch removed, Process process, int port) {
        this.removed = removed;
        this.process = process;
        this.port = port;
    }

    /**
     * Makes a cluster and starts its server.
     *
     * @param programs the folder of {@code initdb} and {@code postgres}; null for the newest below {@link #INSTALLED}
     * @param within where its data is; null for the system's temporary folder
     * @param kept where its data is instead, and stays; that of an earlier run is used again. Null to remove it
     */
    static StoreServer start(@Nullable Path programs, @Nullable Path within, @Nullable Path kept)
            throws IOException, InterruptedException {
        Path folder = programs == null ? newest() : programs;
        Scratch data = kept == null ? Scratch.make(within) : new Scratch(Files.createDirectories(kept));
        Path log = data.file("log");
        Path cluster = data.file("cluster");
        if (!Files.exists(cluster.resolve("PG_VERSION"))) {
            make(folder, cluster, log);
        }
        int port = freePort();
        Files.writeString(
                cluster.resolve("postgresql.conf"),
                "port = " + port + "\n",
                StandardOpenOption.APPEND); // the last one counts
        Process process = run(command(folder.resolve("postgres"), "-D", cluster.toString()), log);
        StoreServer server = new StoreServer(kept == null ? data : null, process, port);
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly, "end of PostgreSQL"));
        server.await(log);
        return server;
    }

    private static void make(Path folder, Path cluster, Path log) throws IOException, InterruptedException {
        List<String> making = command(
                folder.resolve("initdb"),
                "--pgdata=" + cluster,
                "--username=postgres",
                "--auth=trust",
                "--encoding=UTF8",
                "--no-locale",
                "--no-sync");
        if (run(making, log).waitFor() != 0) {
            throw new IOException("initdb failed: " + Files.readString(log));
        }
        Files.writeString(cluster.resolve("postgresql.conf"), SETTINGS, StandardOpenOption.APPEND);
    }

    private static Path newest() throws IOException {
        if (Files.isDirectory(INSTALLED)) {
            try (Stream<Path> versions = Files.list(INSTALLED)) {
                Path found = versions.map(version -> version.resolve("bin"))
                        .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
                        .max(Comparator.comparing(Path::toString))
                        .orElse(null);
                if (found != null) {
                    return found;
                }
            }
        }
        throw new IOException(
                "no PostgreSQL below " + INSTALLED + ": install one, or name its folder of programs by --postgres");
    }

    /** PostgreSQL refuses to run as root; there it runs in a user namespace in which it is not root. */
    private static List<String> command(Path program, String... arguments) {
        List<String> words = new ArrayList<>();
        if (System.getProperty("user.name").equals("root")) {
            words.addAll(List.of("unshare", "-U"));
        }
        words.add(program.toString());
        words.addAll(List.of(arguments));
        return words;
    }

    private static Process run(List<String> command, Path log) throws IOException {
        Process started = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        started.getOutputStream().close();
        return started;
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    private void await(Path log) throws IOException, InterruptedException {
        for (int i = 0; i < PATIENCE_SECONDS * 10; i++) {
            try (Connection connection = connect("postgres")) {
                if (connection.isValid(0)) {
                    return;
                }
            } catch (StoreFailure notYet) {
                if (!process.isAlive()) {
                    break;
                }
                TimeUnit.MILLISECONDS.sleep(100);
            } catch (SQLException e) {
                throw new IOException(e);
            }
        }
        throw new IOException("PostgreSQL did not start: " + Files.readString(log));
    }

    /** Returns the URL of the first database of an earlier run; null if there is none. */
    @Nullable
    String earlierDatabase() throws IOException {
        boolean found = numbers(url("postgres"), "SELECT count(*) FROM pg_database WHERE datname = 'store1'")[0] > 0;
        return found ? url("store1") : null;
    }

    /** Makes an empty database and returns its URL. */
    String database() throws IOException {
        databases++;
        execute(url("postgres"), "CREATE DATABASE store" + databases);
        return url("store" + databases);
    }

    private String url(String database) {
        return "postgresql://postgres@127.0.0.1:" + port + "/" + database;
    }

    private Connection connect(String database) throws StoreFailure {
        return open(url(database));
    }

    /** Connects to a database, for any statement; without a bound on its time. */
    static Connection open(String url) throws StoreFailure {
        return StoreConnections.open(ServerUrl.parse(url), "bench/run", 0);
    }

    static void execute(String url, String statement) throws IOException {
        try (Connection connection = open(url);
                Statement sql = connection.createStatement()) {
            sql.execute(statement);
        } catch (SQLException e) {
            throw new IOException(e);
        }
    }

    /** Returns the numbers of a query's first row. */
    static double[] numbers(String url, String query) throws IOException {
        try (Connection connection = open(url);
                Statement sql = connection.createStatement();
                ResultSet row = sql.executeQuery(query)) {
            row.next();
            double[] numbers = new double[row.getMetaData().getColumnCount()];
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = row.getDouble(i + 1);
            }
            return numbers;
        } catch (SQLException e) {
            throw new IOException(e);
        }
    }

    /** Returns the text that a query returns. */
    static String text(String url, String query) throws IOException {
        try (Connection connection = open(url);
                Statement sql = connection.createStatement();
                ResultSet row = sql.executeQuery(query)) {
            row.next();
            return row.getString(1);
        } catch (SQLException e) {
            throw new IOException(e);
        }
    }

    /** Removes a database. */
    void drop(String url) throws IOException {
        execute(url("postgres"), "DROP DATABASE " + url.substring(url.lastIndexOf('/') + 1) + " WITH (FORCE)");
    }

    /** The server's name and version, as it tells them. */
    String version() throws IOException {
        try (Connection connection = connect("postgres")) {
            return connection.getMetaData().getDatabaseProductName() + " "
                    + connection.getMetaData().getDatabaseProductVersion();
        } catch (SQLException e) {
            throw new IOException(e);
        }
    }

    /** Writes all changed pages to the files, so that neither a measurement nor the next one has the work of the other. */
    void checkpoint() throws IOException {
        execute(url("postgres"), "CHECKPOINT");
    }

    /** CPU time of all processes of the server so far, in nanoseconds. */
    long cpuNanos() throws IOException {
        return ProcessStat.withDescendants(process.toHandle());
    }

    /** Bytes of the log of changes (WAL) written so far. */
    double walBytes() throws IOException {
        return numbers(url("postgres"), "SELECT pg_current_wal_lsn() - '0/0'")[0];
    }

    /** Bytes that the tables of a store take with their indices. */
    static double diskBytes(String url) throws IOException {
        return numbers(
                url,
                "SELECT sum(pg_total_relation_size(c.oid)) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
                        + " WHERE n.nspname = 'steno' AND c.relkind = 'r'")[0];
    }

    @Override
    public void close() throws IOException {
        try {
            new ProcessBuilder("kill", "-QUIT", Long.toString(process.pid()))
                    .start()
                    .waitFor();
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (removed != null) {
            removed.close();
        }
    }
}
