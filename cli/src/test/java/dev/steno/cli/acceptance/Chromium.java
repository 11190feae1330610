package dev.steno.cli.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.testing.process.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Headless Chromium, with a new profile in a new folder, that uses a proxy and trusts its CA as a user would configure it. */
final class Chromium implements AutoCloseable {
    private final Process process;

    private Chromium(Process process) {
        this.process = process;
    }

    /** Starts Chromium on a page, which it loads through a proxy. */
    static Chromium open(Path folder, int proxy, Path ca, String url) throws IOException {
        return open(folder, ca, url, "--disable-quic", "--proxy-server=127.0.0.1:" + proxy);
    }

    /** Starts Chromium on a page whose host name it maps to an HTTP/3 server on this machine. */
    static Chromium openOverHttp3(Path folder, Path ca, String name, int port, String path) throws IOException {
        String authority = name + ":" + port;
        return open(
                folder,
                ca,
                "https://" + authority + path,
                "--enable-quic",
                "--origin-to-force-quic-on=" + authority,
                "--host-resolver-rules=MAP " + name + " 127.0.0.1");
    }

    private static Chromium open(Path folder, Path ca, String url, String... more) throws IOException {
        Program chromium = Program.need("chromium");
        Path home = Files.createDirectories(folder.resolve("browser"));
        trust(home, ca);
        List<Object> words = new ArrayList<>(List.of(more));
        words.addAll(List.of(
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--no-default-browser-check",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--user-data-dir=" + home.resolve("profile"),
                url));
        ProcessBuilder start = new ProcessBuilder(chromium.words(words.toArray()))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("chromium.out").toFile());
        start.environment().put("HOME", home.toString());
        start.environment().put("TMPDIR", home.toString());
        return new Chromium(start.start());
    }

    private static void trust(Path home, Path ca) throws IOException {
        Program certutil = Program.need("certutil");
        Path folder = Files.createDirectories(home.resolve(".pki/nssdb"));
        String store = "sql:" + folder;
        Map<String, String> environment = Map.of("HOME", home.toString());
        if (!Files.exists(folder.resolve("cert9.db"))) {
            succeeds(certutil.callWith(environment, "-d", store, "-N", "--empty-password"));
        }
        succeeds(certutil.callWith(environment, "-d", store, "-A", "-t", "C,,", "-n", ca.toString(), "-i", ca));
    }

    private static void succeeds(Program.Outcome outcome) {
        assertThat(outcome.code()).as(outcome.err()).isZero();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Ends Chromium with all its child processes. */
    @Override
    public void close() {
        List<ProcessHandle> family = process.descendants().toList();
        Program.end(process.toHandle());
        family.forEach(ProcessHandle::destroyForcibly);
        family.forEach(child -> child.onExit().join());
    }
}
