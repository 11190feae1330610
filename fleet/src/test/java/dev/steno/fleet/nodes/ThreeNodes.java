package dev.steno.fleet.nodes;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.steno.fleet.testing.PostgresPrograms;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Three nodes that elect a primary, which commits only what a standby has as well. They end with the JVM, or when they are closed.
 * Confined to the thread of a test, but for the addresses.
 */
final class ThreeNodes implements AutoCloseable {
    /** A busy machine takes its time: Patroni alone is a Python program three times. */
    private static final Duration PATIENCE = Duration.ofSeconds(150);

    private final Path folder;
    private final List<ClusterNode> nodes = new ArrayList<>();
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    private ThreeNodes(Path folder) throws IOException {
        this.folder = folder;
        for (String name : List.of("n1", "n2", "n3")) {
            nodes.add(new ClusterNode(name, folder));
        }
    }

    /** Starts three nodes; returns when one is the primary and one of the others follows it. Skips the test without the programs. */
    static ThreeNodes start() {
        List<String> missing = ClusterNode.missing();
        if (!missing.isEmpty()) {
            System.out.println("skipped: there is no " + String.join(", no ", missing)
                    + " here; .ci/run installs patroni, etcd-server and postgresql-15");
        }
        assumeTrue(missing.isEmpty(), "patroni, etcd-server or postgresql-15 is not installed");
        try {
            ThreeNodes started = new ThreeNodes(Files.createTempDirectory("steno-nodes"));
            Runtime.getRuntime().addShutdownHook(new Thread(started::kill, "end of the nodes"));
            try {
                started.run();
                return started;
            } catch (IOException | RuntimeException | Error e) {
                started.close();
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void run() throws IOException {
        for (ClusterNode node : nodes) {
            node.startEtcd(nodes);
        }
        for (ClusterNode node : nodes) {
            node.startPatroni(nodes);
        }
        awaitReady();
    }

    /** Waits until there is a primary with a standby that would be elected, and returns the primary. */
    ClusterNode awaitReady() {
        AtomicReference<ClusterNode> ready = new AtomicReference<>();
        await("a primary with a standby that it waits for", () -> {
            ready.set(readyPrimary().orElse(null));
            return ready.get() != null;
        });
        return ready.get();
    }

    /**
     * Returns the primary if there is a standby that would be elected if the primary's node died now. The primary's Patroni reads
     * that from etcd: what the others answer for themselves is some seconds old, and a primary that has just started again has
     * withdrawn the standby until one has caught up.
     */
    private Optional<ClusterNode> readyPrimary() {
        return primary()
                .filter(node -> ask(node, "cluster")
                        .filter(cluster -> cluster.body().contains("\"sync_standby\""))
                        .isPresent());
    }

    /** Returns once the etcd of a node leads the others. */
    void awaitEtcdLeader(ClusterNode node) {
        EtcdMembers members = new EtcdMembers(http, nodes);
        await("a leader of etcd on " + node.name(), () -> {
            if (members.leader().filter(node::equals).isPresent()) {
                return true;
            }
            members.ask(node);
            return false;
        });
    }

    /** Asks the primary's Patroni to let a standby be the primary, as {@code patronictl switchover} does; returns its answer. */
    String switchOver(ClusterNode primary) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + primary.rest() + "/switchover"))
                .timeout(PATIENCE)
                .POST(HttpRequest.BodyPublishers.ofString("{\"leader\":\"" + primary.name() + "\"}"))
                .build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns the node that takes writes now, as Patroni knows it. */
    Optional<ClusterNode> primary() {
        return nodes.stream()
                .filter(node -> ask(node, "primary")
                        .filter(answer -> answer.statusCode() == 200)
                        .isPresent())
                .findFirst();
    }

    /** Asks the Patroni of a node. Empty if it does not run. */
    private Optional<HttpResponse<String>> ask(ClusterNode node, String path) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + node.rest() + "/" + path))
                .timeout(Duration.ofSeconds(10))
                .build();
        try {
            return Optional.of(http.send(request, HttpResponse.BodyHandlers.ofString()));
        } catch (IOException down) {
            return Optional.empty();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns the addresses of all nodes, as a URL of several hosts has them. */
    String hosts() {
        return nodes.stream().map(node -> "127.0.0.1:" + node.port()).collect(Collectors.joining(","));
    }

    /** Returns the URL of all nodes, as an operator writes it. */
    String url() {
        return "postgresql://postgres@" + hosts() + "/postgres?targetServerType=primary";
    }

    /** Connects to the primary, whichever node that is, with bounds on every wait. */
    Connection connect() throws SQLException {
        return DriverManager.getConnection("jdbc:postgresql://" + hosts()
                + "/postgres?user=postgres&targetServerType=primary&connectTimeout=3&loginTimeout=5&socketTimeout=10"
                + "&hostRecheckSeconds=1");
    }

    /** Connects to the primary as soon as there is one, to read all that it has. */
    Connection connectToRead() {
        AtomicReference<Connection> connection = new AtomicReference<>();
        await("a primary to read from", () -> {
            try {
                Connection opened = connect();
                opened.setNetworkTimeout(Runnable::run, (int) PATIENCE.toMillis());
                connection.set(opened);
                return true;
            } catch (SQLException notYet) {
                return false;
            }
        });
        return connection.get();
    }

    /** Waits until a condition holds; fails with the nodes' logs, at once if a program of a node that should live has ended. */
    void await(String what, BooleanSupplier condition) {
        await(() -> what, condition);
    }

    /** As above, with a message that is made when the wait has failed. */
    void await(Supplier<String> what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            List<String> ended =
                    nodes.stream().flatMap(node -> node.ended().stream()).toList();
            if (!ended.isEmpty()) {
                throw new AssertionError("ended: " + ended + ", awaiting " + what.get() + "\n" + logs());
            }
            if (System.nanoTime() > deadline) {
                throw new AssertionError("there was not " + what.get() + " within " + PATIENCE + "\n" + logs());
            }
            try {
                TimeUnit.MILLISECONDS.sleep(200);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private String logs() {
        StringBuilder said = new StringBuilder();
        for (ClusterNode node : nodes) {
            try {
                said.append(node.logs());
            } catch (IOException e) {
                said.append(e);
            }
        }
        return said.toString();
    }

    private void kill() {
        nodes.forEach(ClusterNode::kill);
    }

    /** Ends all nodes and removes their folder; what cannot be removed stays, so that the reason why a test failed is not hidden. */
    @Override
    public void close() {
        kill();
        try {
            PostgresPrograms.delete(folder);
        } catch (IOException | UncheckedIOException e) {
            System.out.println("left behind: " + folder + " (" + e + ")");
        }
    }
}
