package dev.steno.cli;

import dev.steno.cli.assembly.Assembly;
import dev.steno.cli.run.RunCommand;
import dev.steno.cli.terminal.Console;
import dev.steno.testing.process.StenoProcess;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/**
 * {@code steno run} in the process of the test, without the start of a JVM that a {@link StenoProcess} takes: for tests of
 * what a running proxy and the commands on it do. How a process starts, prints, is signalled and ends is tested with one.
 */
public final class StenoHere implements AutoCloseable {
    private final Path home;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Assembly assembly;

    /**
     * Starts it on a free port, without a web interface, unless the flags say otherwise; returns once clients can connect.
     *
     * @param folder has the home folder
     */
    public StenoHere(Path folder, String... flags) throws IOException {
        home = folder.resolve("home");
        List<String> words = new ArrayList<>(List.of("--home", home.toString()));
        if (!List.of(flags).contains("--listen")) {
            words.addAll(List.of("--listen", "0"));
        }
        words.addAll(List.of(flags));
        assembly = RunCommand.start(words, new Console(out, err, null, Map.of()), Map.of("STENO_WEB", "off"));
        assembly.stopsBy(() -> {
            throw new IllegalStateException("a test that stops Steno needs a StenoProcess");
        });
    }

    public int port() {
        return assembly.addresses().get(0).port();
    }

    /** The process that commands find, which is that of the test. */
    public long pid() {
        return ProcessHandle.current().pid();
    }

    /** The file with the certificate of its CA. */
    public Path ca() {
        return home.resolve("ca.pem");
    }

    /** Sends a GET through the proxy and returns the body of the response. */
    public String get(String url) throws IOException, InterruptedException {
        HttpClient client = HttpClient.newBuilder()
                .proxy(ProxySelector.of(new InetSocketAddress("127.0.0.1", port())))
                .build();
        return client.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    /** What it printed on standard output so far. */
    public String out() {
        return out.toString(StandardCharsets.ISO_8859_1);
    }

    /** What it said on standard error so far. */
    public String err() {
        return err.toString(StandardCharsets.ISO_8859_1);
    }

    /** Waits until a message appears on standard error. */
    public Matcher awaitMessage(Pattern pattern) {
        Matcher[] found = new Matcher[1];
        Awaitility.await().until(() -> (found[0] = pattern.matcher(err())).find());
        return found[0];
    }

    /** Ends it in order; fails if the record could not be written. */
    public void stop() throws IOException {
        assembly.end();
    }

    @Override
    public void close() throws IOException {
        assembly.close();
    }
}
