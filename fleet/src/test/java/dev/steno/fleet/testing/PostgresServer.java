package dev.steno.fleet.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL 18 of a test, with a port of its own on loopback. Its databases are empty and belong to the superuser
 * {@code postgres}, who needs no password; a role that a test makes with the name {@code secret} needs one. The server ends
 * with the JVM, or when it is closed; {@link #kill} and {@link #start} end it the hard way and start it again.
 *
 * <p>Tests share {@link #shared} unless they stop the server or need settings of their own. If {@value #GIVEN} has the URL of a
 * server on loopback, such as {@code postgresql://postgres@127.0.0.1:5432/postgres}, that is the shared one: another version, or
 * Citus. Its superuser {@code postgres} must be trusted; the nodes of a cluster connect to one another with the password of {@code
 * secret}, which is {@code right-word}. Thread-safe.
 */
public final class PostgresServer implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    /** What a test's server is told: nothing that it stores outlives a test, so it need not reach the disk. */
    private static final Map<String, String> DEFAULTS = Map.of(
            "fsync", "off",
            "full_page_writes", "off",
            "shared_buffers", "32MB",
            "max_connections", "60",
            "max_wal_size", "256MB",
            "log_min_messages", "warning");

    /** What a server says at its end whose killed predecessor has children that have not noticed yet. */
    private static final String STILL_ENDING = "Terminate any old server processes associated with data directory";

    private static final String GIVEN = "STENO_TEST_STORE";

    private static final class Shared {
        static final PostgresServer SERVER =
                System.getenv(GIVEN) == null ? start(Map.of()) : given(System.getenv(GIVEN));
    }

    private final Path folder;
    private final int port;
    private final String prefix; // of the names of databases
    private final AtomicInteger databases = new AtomicInteger();
    private Process process;
    private @Nullable Optional<CitusCluster> cluster;

    private PostgresServer(Path folder, int port, String prefix) {
        this.folder = folder;
        this.port = port;
        this.prefix = prefix;
    }

    /** A server that runs already, and is neither stopped nor killed. Its databases stay. */
    private static PostgresServer given(String url) {
        URI address = URI.create(url);
        try {
            Path folder = Files.createTempDirectory("steno-test-postgres-given");
            PostgresServer server = new PostgresServer(
                    folder,
                    address.getPort(),
                    "steno_" + ProcessHandle.current().pid() + "_");
            Files.createFile(server.log());
            System.out.println("tests of shared stores use " + url);
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the server that the tests of a JVM share. On other systems than Linux on x86-64, skips the test. */
    public static PostgresServer shared() {
        assumeSupported();
        return Shared.SERVER;
    }

    /** Starts a server of the test's own, with these settings beside the usual ones, such as {@code fsync=on}. */
    public static PostgresServer start(Map<String, String> settings) {
        assumeSupported();
        try {
            Path folder = Files.createTempDirectory("steno-test-postgres-data");
            Files.delete(folder);
            return start(folder, settings);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As above, with its data in a folder that is made, such as on a disk of the test's own. */
    public static PostgresServer start(Path folder, Map<String, String> settings) {
        assumeSupported();
        try {
            PostgresPrograms.copy(PostgresPrograms.folder().resolve("empty"), folder);
            Files.writeString(folder.resolve("pg_hba.conf"), """
                    host all secret 127.0.0.1/32 scram-sha-256
                    host all all 127.0.0.1/32 trust
                    """);
            PostgresServer server = new PostgresServer(folder, ServerPorts.next(), "t");
            Map<String, String> all = new TreeMap<>(DEFAULTS);
            all.putAll(settings);
            StringBuilder lines = new StringBuilder();
            all.forEach((name, value) -> lines.append(name + " = '" + value + "'\n"));
            Files.writeString(folder.resolve("postgresql.conf"), lines, StandardOpenOption.APPEND);
            Runtime.getRuntime().addShutdownHook(new Thread(server::close, "end of PostgreSQL"));
            server.start();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void assumeSupported() {
        boolean supported = System.getProperty("os.name").equals("Linux")
                && System.getProperty("os.arch").equals("amd64");
        if (!supported) {
            System.out.println("skipped: the PostgreSQL of the tests runs on Linux on x86-64");
        }
        assumeTrue(supported, "no PostgreSQL for this system");
    }

    /** Skips a test that needs what a cluster of Citus does not have. */
    public void assumeOneServer(String what) {
        boolean one = cluster().isEmpty();
        if (!one) {
            System.out.println("skipped: Citus has no " + what);
        }
        assumeTrue(one, "Citus");
    }

    /** Starts a server that was killed or stopped, and returns when it takes connections. */
    public synchronized void start() throws IOException {
        List<String> arguments = new ArrayList<>();
        arguments.addAll(List.of("-D", folder.toString(), "-p", String.valueOf(port), "-h", "127.0.0.1"));
        arguments.addAll(List.of("-c", "unix_socket_directories="));
        process = launch(arguments);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!accepts()) {
            boolean ended = !process.isAlive();
            boolean patient = System.nanoTime() < deadline;
            if (ended && patient && lastLines().contains(STILL_ENDING)) {
                process = launch(arguments);
            } else if (ended || !patient) {
                throw new IOException("PostgreSQL did not start: " + Files.readString(log()));
            }
            try {
                TimeUnit.MILLISECONDS.sleep(20);
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }
    }

    private String lastLines() throws IOException {
        List<String> lines = Files.readAllLines(log());
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 5), lines.size()));
    }

    private Process launch(List<String> arguments) throws IOException {
        Process launched = new ProcessBuilder(
                        PostgresPrograms.words(PostgresPrograms.folder().resolve("bin/postgres"), arguments))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
                .start();
        launched.getOutputStream().close();
        return launched;
    }

    private boolean accepts() {
        try (Connection connection = connect("postgres")) {
            return connection.isValid(0);
        } catch (SQLException notYet) {
            return false;
        }
    }

    /**
     * Creates an empty database and returns its URL, as users of Steno write it. On the coordinator of a Citus cluster, the
     * database is one of the cluster.
     */
    public String database() {
        String url = databaseOfOneServer();
        cluster().ifPresent(known -> known.add(name(url)));
        return url;
    }

    /** Creates an empty database on this server alone. */
    public String databaseOfOneServer() {
        String name = prefix + databases.incrementAndGet();
        execute("postgres", "CREATE DATABASE " + name);
        return url(name);
    }

    /** Returns the cluster of Citus whose coordinator this is, by what its database {@code postgres} says. */
    public synchronized Optional<CitusCluster> cluster() {
        if (cluster == null) {
            cluster = CitusCluster.of(this);
        }
        return cluster;
    }

    /** Returns the URL of a database on this server. */
    public String url(String database) {
        return "postgresql://postgres@127.0.0.1:" + port + "/" + database;
    }

    /** Returns the name of the database in a URL. */
    public static String name(String url) {
        return url.substring(url.lastIndexOf('/') + 1);
    }

    /** Connects as the superuser. */
    public Connection connect(String database) throws SQLException {
        return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + port + "/" + database + "?user=postgres");
    }

    /** Runs statements as the superuser. */
    public void execute(String database, String statements) {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute(statements);
        } catch (SQLException e) {
            throw new IllegalStateException(statements, e);
        }
    }

    /** Runs statements as the superuser; on each node of a cluster, as is needed for roles and rights on databases. */
    public void executeOnAllNodes(String database, String statements) {
        cluster()
                .ifPresentOrElse(
                        known -> known.executeOnAllNodes(database, statements), () -> execute(database, statements));
    }

    public int port() {
        return port;
    }

    /** Returns the process of the server, which tests kill and suspend by its number. */
    public synchronized ProcessHandle process() {
        return process.toHandle();
    }

    /** The file of the server's own log lines. */
    public Path log() {
        return folder.resolve("test.log");
    }

    /** Ends the server without a chance to write anything; its children notice and end too. */
    public synchronized void kill() {
        process.destroyForcibly().onExit().join();
    }

    /** Ends the server the hard way and starts it as a standby, which only reads until {@code pg_promote()}. */
    public synchronized void restartAsStandby() throws IOException {
        kill();
        Files.createFile(folder.resolve("standby.signal"));
        start();
    }

    /** Ends the connections of a database. */
    public void disconnect(String database) {
        execute(
                "postgres",
                "SELECT pg_terminate_backend(pid, 20000) FROM pg_stat_activity WHERE datname = '" + database + "'");
    }

    /** Ends the server and removes its data. */
    @Override
    public synchronized void close() {
        try {
            if (process != null && process.isAlive()) {
                // An immediate shutdown: others wait for clients, or for a checkpoint.
                new ProcessBuilder("kill", "-QUIT", String.valueOf(process.pid()))
                        .start()
                        .waitFor();
                process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            }
            if (Files.exists(folder)) {
                PostgresPrograms.delete(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
