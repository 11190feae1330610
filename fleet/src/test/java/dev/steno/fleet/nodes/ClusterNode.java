package dev.steno.fleet.nodes;

import dev.steno.fleet.testing.ServerPorts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One node: an etcd, a Patroni and the PostgreSQL that Patroni starts, with a folder and ports of their own on loopback. All
 * processes are ended by their numbers. Confined to the thread of a test.
 */
final class ClusterNode {
    private static final Path ETCD = Path.of("/usr/bin/etcd");
    private static final Path PATRONI = Path.of("/usr/bin/patroni");
    private static final Path INSTALLED = Path.of("/usr/lib/postgresql");

    private final String name;
    private final Path folder;
    private final int etcdClients = ServerPorts.next();
    private final int etcdPeers = ServerPorts.next();
    private final int rest = ServerPorts.next();
    private final int port = ServerPorts.next();
    private @Nullable Process etcd;
    private @Nullable Process patroni;

    ClusterNode(String name, Path parent) throws IOException {
        this.name = name;
        this.folder = Files.createDirectory(parent.resolve(name));
    }

    /** Returns what is not installed that a node needs; empty if nothing is missing. */
    static List<String> missing() {
        return Stream.of(ETCD, PATRONI, programs().resolve("postgres"))
                .filter(program -> !Files.isExecutable(program))
                .map(Path::toString)
                .toList();
    }

    /** Returns the programs of the newest PostgreSQL that Debian's packages have installed. */
    private static Path programs() {
        String[] versions = INSTALLED.toFile().list((folder, name) -> name.matches("[0-9]+"));
        int newest = Stream.of(versions == null ? new String[0] : versions)
                .mapToInt(Integer::parseInt)
                .max()
                .orElse(15);
        return INSTALLED.resolve(String.valueOf(newest)).resolve("bin");
    }

    String name() {
        return name;
    }

    /** The port of its PostgreSQL. */
    int port() {
        return port;
    }

    /** Where Patroni answers. */
    int rest() {
        return rest;
    }

    /** Where etcd answers. */
    int etcdClients() {
        return etcdClients;
    }

    /** Starts etcd as a member of a new cluster; it serves once most of the members run. */
    void startEtcd(List<ClusterNode> members) throws IOException {
        List<String> peers = members.stream()
                .map(member -> member.name + "=http://127.0.0.1:" + member.etcdPeers)
                .toList();
        etcd = start(
                "etcd",
                ETCD.toString(),
                "--name",
                name,
                "--data-dir",
                folder.resolve("etcd").toString(),
                "--listen-client-urls",
                "http://127.0.0.1:" + etcdClients,
                "--advertise-client-urls",
                "http://127.0.0.1:" + etcdClients,
                "--listen-peer-urls",
                "http://127.0.0.1:" + etcdPeers,
                "--initial-advertise-peer-urls",
                "http://127.0.0.1:" + etcdPeers,
                "--initial-cluster",
                String.join(",", peers),
                "--initial-cluster-state",
                "new");
    }

    /** Starts Patroni, which makes or joins the cluster of PostgreSQL. */
    void startPatroni(List<ClusterNode> members) throws IOException {
        Path settings = folder.resolve("patroni.yml");
        List<String> hosts = members.stream()
                .map(member -> "127.0.0.1:" + member.etcdClients)
                .toList();
        Files.writeString(settings, """
                scope: steno
                name: %1$s
                restapi: {listen: 127.0.0.1:%2$d, connect_address: 127.0.0.1:%2$d}
                etcd3: {hosts: "%3$s"}
                bootstrap:
                  dcs:
                    ttl: 20
                    loop_wait: 2
                    retry_timeout: 7
                    synchronous_mode: true
                    synchronous_mode_strict: true
                    postgresql:
                      use_pg_rewind: true
                  initdb: [{encoding: UTF8}, {locale: C}, data-checksums]
                postgresql:
                  listen: 127.0.0.1:%4$d
                  connect_address: 127.0.0.1:%4$d
                  data_dir: %5$s/data
                  bin_dir: %6$s
                  authentication:
                    superuser: {username: postgres}
                    replication: {username: replicator}
                    rewind: {username: postgres}
                  pg_hba: [host all all 127.0.0.1/32 trust, host replication all 127.0.0.1/32 trust]
                  parameters:
                    unix_socket_directories: ''
                    shared_buffers: 32MB
                    max_connections: 60
                    max_wal_size: 256MB
                    wal_retrieve_retry_interval: 500ms
                """.formatted(name, rest, String.join(",", hosts), port, folder, programs()));
        patroni = start("patroni", PATRONI.toString(), settings.toString());
    }

    /** As root, a process runs in a user namespace in which it is not root, as PostgreSQL demands. */
    private Process start(String log, String... words) throws IOException {
        List<String> command = new ArrayList<>();
        if (System.getProperty("user.name").equals("root")) {
            command.addAll(List.of("unshare", "-U"));
        }
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(log + ".log").toFile());
        builder.environment()
                .keySet()
                .removeIf(variable -> variable.startsWith("PG") || variable.startsWith("PATRONI_"));
        builder.environment().put("HOME", folder.toString());
        Process process = builder.start();
        process.getOutputStream().close();
        return process;
    }

    /** Returns the server process of PostgreSQL, which is no child of Patroni; empty if it does not run. */
    Optional<ProcessHandle> postgres() {
        try {
            Path file = folder.resolve("data/postmaster.pid");
            return ProcessHandle.of(
                            Long.parseLong(Files.readAllLines(file).get(0).strip()))
                    .filter(ProcessHandle::isAlive)
                    .filter(process -> process.info().commandLine().orElse("").contains(folder.toString()));
        } catch (IOException | RuntimeException none) { // it is written while it is read, or gone
            return Optional.empty();
        }
    }

    /**
     * Ends PostgreSQL alone by SIGKILL, with all that it has started; Patroni then starts it again.
     *
     * @throws IllegalStateException if it does not run
     */
    void killPostgres() {
        kill(postgres().orElseThrow(() -> new IllegalStateException("no PostgreSQL of " + name + " runs")));
    }

    /**
     * Ends all processes of the node by SIGKILL. Patroni is first, so that it cannot tell the others. A PostgreSQL that Patroni was
     * just starting has not written its number yet, so it is found by its arguments.
     */
    void kill() {
        Process keeper = patroni;
        if (keeper != null) {
            kill(keeper.toHandle());
            patroni = null;
        }
        ProcessHandle.allProcesses()
                .filter(process -> process.info().commandLine().orElse("").contains(folder + "/data"))
                .forEach(ClusterNode::kill);
        Process member = etcd;
        if (member != null) {
            kill(member.toHandle());
            etcd = null;
        }
    }

    /** Returns once the processes have ended, or are left to a parent that does not ask for them. */
    private static void kill(ProcessHandle process) {
        List<ProcessHandle> all = new ArrayList<>(List.of(process));
        all.addAll(process.descendants().toList());
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(
                one -> one.onExit().completeOnTimeout(one, 60, TimeUnit.SECONDS).join());
    }

    /** Returns which of its own programs have ended; empty if none has. */
    List<String> ended() {
        return Stream.of(Optional.ofNullable(etcd), Optional.ofNullable(patroni))
                .flatMap(Optional::stream)
                .filter(process -> !process.isAlive())
                .map(process -> (process == etcd ? "etcd" : "Patroni") + " of " + name)
                .toList();
    }

    /** Returns the ends of the logs, for the message of a test that failed. */
    String logs() throws IOException {
        StringBuilder said = new StringBuilder();
        for (String log : List.of("etcd", "patroni")) {
            Path file = folder.resolve(log + ".log");
            if (Files.exists(file)) {
                List<String> lines = Files.readAllLines(file, StandardCharsets.ISO_8859_1);
                said.append("---- ").append(name).append(' ').append(log).append('\n');
                lines.subList(Math.max(0, lines.size() - 25), lines.size())
                        .forEach(line -> said.append(line).append('\n'));
            }
        }
        return said.toString();
    }
}
