package dev.steno.fleet.nodes;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

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
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
            for (ClusterNode node : started.nodes) {
                node.startEtcd(started.nodes);
            }
            for (ClusterNode node : started.nodes) {
                node.startPatroni(started.nodes);
            }
            started.await("a primary with a standby that it waits for", started::isReady);
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Whether there is a primary, and a standby that would be elected if the primary's node died now. The primary's Patroni reads
     * that from etcd: what the others answer for themselves is some seconds old, and a primary that has just started again has
     * withdrawn the standby until one has caught up.
     */
    boolean isReady() {
        return primary()
                .flatMap(node -> ask(node, "cluster"))
                .filter(cluster -> cluster.body().contains("\"sync_standby\""))
                .isPresent();
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

    /** Waits until a condition holds; fails with the nodes' logs. */
    void await(String what, BooleanSupplier condition) {
        await(() -> what, condition);
    }

    /** As above, with a message that is made when the wait has failed. */
    void await(Supplier<String> what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
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

    @Override
    public void close() {
        kill();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
