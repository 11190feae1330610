package dev.steno.playbook;

import dev.steno.addon.Addon;
import dev.steno.addon.FlowsInFlight;
import dev.steno.addon.bus.AddonRuntime;
import dev.steno.addon.bus.RecordBudget;
import dev.steno.certs.CertificateAuthority;
import dev.steno.certs.LeafMint;
import dev.steno.command.Commands;
import dev.steno.flow.Endpoint;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.Sequences;
import dev.steno.net.ProxyServer;
import dev.steno.net.settings.ProxySettings;
import dev.steno.net.settings.Timeouts;
import dev.steno.option.OptionSource;
import dev.steno.option.Options;
import dev.steno.script.run.ScriptAddon;
import dev.steno.script.run.ScriptCommands;
import dev.steno.script.run.ScriptOptions;
import dev.steno.script.run.ScriptPorts;
import dev.steno.script.source.ScriptException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Plays exchanges through a real proxy with the addons that are tested: this class sends the request as a client, and
 * answers it as the server that the proxy connects to, whatever name the request has. Used by the thread of a test, for
 * one exchange at a time; every method blocks, at most 20 seconds.
 *
 * <pre>{@code
 * try (Playbook play = Playbook.of(new NoTracking())) {
 *     play.exchange("GET http://shop.test/", "200 OK\n\nhello")
 *             .serverReceived("DNT: 1")
 *             .clientReceived("hello");
 * }
 * }</pre>
 *
 * <p>A request is its method and URL, then its fields, an empty line and a body; a response is its status and reason, then
 * the same. Lines end with a line feed. {@code Host} and {@code Content-Length} are added if they are missing. A URL with
 * {@code https} is asked for in a tunnel, through TLS.
 */
public final class Playbook implements AutoCloseable {
    /** A response: the server closes the connection without one. */
    public static final String CLOSES = "";

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Transcript transcript = new Transcript();
    private final Options options = new Options();
    private final Commands commands = new Commands();
    private final Path home;
    private final CertificateAuthority authority;
    private final LeafMint mint;
    private final PlayedOrigin origin;
    private final Witness witness;
    private final ExecutorService threads;
    private final AddonRuntime runtime;
    private final ProxyServer proxy;

    /** Makes the addons to play with, once the registries are there that they need. */
    private interface Cast {
        List<? extends Addon> of(Playbook play) throws IOException;
    }

    private Playbook(Map<String, String> values, Cast cast) throws IOException {
        home = Files.createTempDirectory("steno-playbook");
        try {
            authority = CertificateAuthority.open(home);
            mint = new LeafMint(authority);
            origin = new PlayedOrigin(PlayTls.server(mint));
            witness = new Witness(transcript, origin.endpoint());
            threads = Executors.newCachedThreadPool(work -> {
                Thread thread = new Thread(work, "playbook-addon");
                thread.setDaemon(true);
                return thread;
            });
            List<? extends Addon> addons = cast.of(this);
            addons.forEach(addon -> addon.options().forEach(options::register));
            options.apply(Map.of(OptionSource.COMMAND_LINE, values));
            List<Addon> all = new ArrayList<>(addons);
            all.add(witness);
            proxy = ProxyServer.bind(new ProxySettings(
                    new Endpoint("127.0.0.1", 0),
                    List.of(),
                    true,
                    Timeouts.DEFAULT.connect(),
                    Timeouts.DEFAULT.idle()));
            runtime = new AddonRuntime(all, new Sequences(), new RecordBudget(16L << 20), threads, options, commands);
            runtime.watch(witness);
            proxy.start(runtime, mint);
        } catch (IOException | RuntimeException e) {
            removeHome(); // nobody can close what was not made
            throw e;
        }
    }

    /**
     * Starts a proxy with addons, which see traffic in this order.
     *
     * @throws IOException if the proxy cannot start
     */
    public static Playbook of(Addon... addons) throws IOException {
        return of(Map.of(), addons);
    }

    /**
     * Starts a proxy with addons.
     *
     * @param options values of the options that {@link Addon#options} declares, as the command line would give them
     * @throws dev.steno.option.OptionException if there is no such option, or a value is refused
     * @throws IOException if the proxy cannot start
     */
    public static Playbook of(Map<String, String> options, Addon... addons) throws IOException {
        return new Playbook(options, play -> List.of(addons));
    }

    /**
     * Starts a proxy with scripts, as {@code --script} does. Nothing is recorded: {@code session} finds no flow.
     *
     * @param options values of the options of scripts, such as {@code script-option}
     * @throws IOException if a script cannot be compiled or loaded, or the proxy cannot start
     */
    public static Playbook ofScripts(Map<String, String> options, Path... files) throws IOException {
        List<ScriptAddon> scripts = new ArrayList<>();
        Playbook play = new Playbook(options, playing -> {
            playing.options.register(ScriptOptions.class);
            ScriptPorts ports = new ScriptPorts(
                    playing::options, playing::commands, () -> playing.proxy.localClients(), ScriptPorts.Query.NONE);
            for (Path file : files) {
                try {
                    scripts.add(ScriptAddon.of(file, ports));
                } catch (ScriptException e) {
                    throw new IOException(e.getMessage(), e);
                }
            }
            playing.commands.register(new ScriptCommands(() -> scripts));
            return scripts;
        });
        scripts.forEach(ScriptAddon::started);
        return play;
    }

    /**
     * Plays an exchange to its end.
     *
     * @param response the server's; {@link #CLOSES} if it sends none
     * @throws AssertionError if the exchange does not end in time; the message has the transcript
     */
    public Played exchange(String request, String response) {
        return begin(request, response).finish();
    }

    /** Begins an exchange that a handler holds; {@link PlayInProgress#finish} waits for its end. */
    public PlayInProgress begin(String request, String response) {
        String[] line = firstLine(request).split(" ", 2);
        if (line.length < 2) {
            throw new IllegalArgumentException("a request begins with METHOD URL, not: " + firstLine(request));
        }
        URI url = URI.create(line[1].strip());
        int lines = transcript.size();
        int facts = witness.factCount();
        int verdicts = witness.verdictCount();
        AtomicReference<@Nullable PlayedMessage> received = new AtomicReference<>();
        origin.plays(connection -> {
            PlayedMessage message;
            while ((message = HttpText.read(connection.getInputStream(), false)) != null) {
                received.set(message);
                transcript.add("server <-", message.toString());
                if (response.equals(CLOSES)) {
                    return;
                }
                byte[] answer = HttpText.message("HTTP/1.1 " + firstLine(response), rest(response));
                transcript.add("server ->", answer);
                connection.getOutputStream().write(answer);
                connection.getOutputStream().flush();
            }
        });
        CompletableFuture<Played> end = CompletableFuture.supplyAsync(
                () -> {
                    PlayedMessage got = ask(url, line[0], rest(request));
                    HttpFlow flow = witness.http(facts);
                    if (flow != null) {
                        transcript.await("the flow ends", PATIENCE, () -> witness.isClosed(flow.id(), facts));
                    }
                    return new Played(
                            received.get(),
                            got,
                            witness.http(facts),
                            witness.verdicts(verdicts),
                            witness.facts(facts),
                            transcript.from(lines));
                },
                threads);
        return new PlayInProgress(end, witness, transcript, runtime.inFlight(), facts);
    }

    /** Sends a request; returns the response, or null if the proxy closed the connection without one. */
    private @Nullable PlayedMessage ask(URI url, String method, String rest) {
        try (PlayClient client = new PlayClient(proxy.address(), transcript)) {
            try {
                PlayedMessage refusal = reach(client, url);
                if (refusal != null) {
                    return refusal;
                }
                String target = url.getScheme().equals("https") ? path(url) : url.toString();
                client.send(HttpText.message(method + " " + target + " HTTP/1.1", rest, "Host: " + url.getAuthority()));
                return client.read(method.equals("HEAD"));
            } catch (SocketException | SSLException e) {
                transcript.add("client <-", "(" + e.getMessage() + ")");
                return null;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(
                    transcript.failure(String.valueOf(e.getMessage()), 0).getMessage(), e);
        }
    }

    /** Opens a tunnel with TLS if the URL needs one; returns a response that refuses it, else null. */
    private @Nullable PlayedMessage reach(PlayClient client, URI url) throws IOException {
        if (!url.getScheme().equals("https")) {
            return null;
        }
        String authority = url.getPort() < 0 ? url.getHost() + ":443" : url.getAuthority();
        PlayedMessage refusal = client.connect(authority);
        if (refusal == null) {
            client.tls(url.getHost(), this.authority.certificate());
        }
        return refusal;
    }

    private static String path(URI url) {
        String path = url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        return url.getRawQuery() == null ? path : path + "?" + url.getRawQuery();
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("");
    }

    private static String rest(String text) {
        int end = text.indexOf('\n');
        return end < 0 ? "" : text.substring(end + 1);
    }

    /**
     * Opens a WebSocket.
     *
     * @param url with the scheme http or https
     * @throws AssertionError if it is refused; the message has the transcript
     */
    public PlayedStream webSocket(String url) throws IOException {
        URI to = URI.create(url);
        PlayClient client = new PlayClient(proxy.address(), transcript);
        PlayedStream stream = new PlayedStream(client, true, transcript);
        origin.plays(connection -> {
            PlayedMessage request = HttpText.read(connection.getInputStream(), false);
            if (request != null) {
                transcript.add("server <-", request.toString());
                connection
                        .getOutputStream()
                        .write(HttpText.message(
                                "HTTP/1.1 101 Switching Protocols",
                                "Upgrade: websocket\nConnection: Upgrade\nSec-WebSocket-Accept: "
                                        + WebSocketText.accept(request.header("Sec-WebSocket-Key")
                                                .orElse(""))));
                connection.getOutputStream().flush();
                keepOpen(stream, connection);
            }
        });
        PlayedMessage answer = reach(client, to);
        if (answer == null) {
            String target = to.getScheme().equals("https") ? path(to) : to.toString();
            client.send(HttpText.message(
                    "GET " + target + " HTTP/1.1",
                    "Upgrade: websocket\nConnection: Upgrade\nSec-WebSocket-Version: 13\nSec-WebSocket-Key: "
                            + WebSocketText.KEY,
                    "Host: " + to.getAuthority()));
            answer = client.read(false);
        }
        if (answer == null || answer.status() != 101) {
            client.close();
            throw transcript.failure("the WebSocket was refused", 0);
        }
        return stream;
    }

    /**
     * Opens a tunnel for a protocol that is neither TLS nor HTTP, in which the client speaks first; the proxy relays it as a
     * raw stream.
     *
     * @param authority host:port
     * @throws AssertionError if it is refused; the message has the transcript
     */
    public PlayedStream tunnel(String authority) throws IOException {
        PlayClient client = new PlayClient(proxy.address(), transcript);
        PlayedStream stream = new PlayedStream(client, false, transcript);
        origin.plays(connection -> keepOpen(stream, connection));
        PlayedMessage refusal;
        try {
            refusal = client.connect(authority);
        } catch (IOException e) {
            client.close();
            throw transcript.failure("the tunnel was refused: " + e.getMessage(), 0);
        }
        if (refusal != null) {
            client.close();
            throw transcript.failure("the tunnel was refused", 0);
        }
        return stream;
    }

    /** Gives the server's end to a stream, on whose thread it is used, and returns once it is closed. */
    private static void keepOpen(PlayedStream stream, Socket connection) {
        stream.serverAccepted(connection);
        stream.awaitClose();
    }

    /** Returns the options, to be changed while the proxy runs. */
    public Options options() {
        return options;
    }

    /** Returns the commands of the addons. */
    public Commands commands() {
        return commands;
    }

    /** Returns the flows that have not ended. */
    public FlowsInFlight flowsInFlight() {
        return runtime.inFlight();
    }

    /** Returns the number of times that a handler of an addon failed. */
    public long failures(String addon) {
        return runtime.hooks().failures(addon);
    }

    /** Returns what happened since the start. */
    public Transcript transcript() {
        return transcript;
    }

    /** Stops the proxy, then the addons. */
    @Override
    public void close() throws IOException {
        proxy.close();
        runtime.close();
        mint.close();
        origin.close();
        threads.shutdownNow();
        removeHome();
    }

    private void removeHome() throws IOException {
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
