package dev.steno.testing.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.addon.Addon;
import dev.steno.addon.Hook;
import dev.steno.addon.Phase;
import dev.steno.addon.Verdict;
import dev.steno.flow.Endpoint;
import dev.steno.flow.Flow;
import dev.steno.flow.FlowState;
import dev.steno.testing.fuzz.Fuzz;
import dev.steno.testing.http1.RawClient;
import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.testing.http1.Wiretap;
import dev.steno.testing.leak.Oversight;
import java.io.IOException;
import java.net.SocketException;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;

/**
 * Base class for tests that send randomly malformed input to a proxy. After each input, the proxy must still answer a
 * valid request and must have recorded the input; {@link Oversight} checks that no internal error was logged. Whatever
 * server an input names, the proxy connects to the server on loopback.
 */
public abstract class FuzzProxyTest extends TlsProxyTest {
    /**
     * Number of inputs after which the proxy is restarted, since a test's proxy keeps all published facts in memory.
     */
    private static final int INPUTS_A_PROXY = 500;

    /** Matches the number of the input in a path, even if the character before it was changed. */
    private static final Pattern NUMBER = Pattern.compile("[^0-9]([0-9]{1,15})");

    /** The requests that the server read, as parsed by the server: method and target of each. */
    protected final Queue<String> seen = new ConcurrentLinkedQueue<>();

    /** The servers to which the proxy may connect; all others are replaced by the origin. */
    protected final Set<Endpoint> servers = ConcurrentHashMap.newKeySet();

    protected ScriptedOrigin origin;

    @BeforeEach
    protected void startOrigin() throws Exception {
        origin = startedOrigin();
        restart();
    }

    protected ScriptedOrigin startedOrigin() throws IOException {
        return origin(echoing());
    }

    /** The mode of the proxy's listener. */
    protected String mode() {
        return "regular";
    }

    protected void restart() throws IOException {
        restartWith(defaults -> ModeTest.in(settings(defaults), mode()), toOneServer());
        origin.connections().forEach(FuzzProxyTest::close);
        origin.connections().clear();
    }

    private Addon toOneServer() {
        return registrar -> registrar.on(
                Hook.UPSTREAM,
                Phase.ROUTE,
                (target, context) ->
                        servers.contains(target) ? Verdict.pass() : new Verdict.Replace<>(origin.endpoint()));
    }

    /** Answers each request with its target. */
    protected ScriptedOrigin.Script echoing() {
        return connection -> {
            for (String head = connection.readHead(); head != null; head = connection.readHead()) {
                connection.readBodyOf(head);
                String[] words = head.split(" ", 3);
                seen.add(words[0] + " " + words[1]);
                String body = echo(words[1]);
                connection.send("HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n"
                        + (words[0].equals("HEAD") ? "" : body));
            }
        };
    }

    protected static String echo(String target) {
        return "echo(" + target + ")";
    }

    protected void fuzz(int few, Fuzz.Input input) {
        Fuzz.run(getClass().getSimpleName(), few, (number, random) -> {
            if (number % INPUTS_A_PROXY == INPUTS_A_PROXY - 1) {
                restart();
            }
            seen.clear();
            input.tried(number, random);
        });
    }

    /**
     * The requests that the server read, without those of earlier inputs: the server may read these late, after their
     * flows have ended.
     *
     * @param known selects requests that are kept in any case, since a mutated number may look like that of an earlier
     *     input
     */
    protected List<String> readOf(long number, Predicate<String> known) {
        return seen.stream()
                .filter(one -> known.test(one) || !isEarlier(one, number))
                .toList();
    }

    private static boolean isEarlier(String one, long number) {
        Matcher named = NUMBER.matcher(one);
        return named.find() && Long.parseLong(named.group(1)) < number;
    }

    /** Checks that a valid request of another client gets its response. */
    protected void checkAlive(long number) throws IOException {
        try (RawClient client = RawClient.to(proxy.port())) {
            String path = "/good-" + number;
            assertThat(client.send(get(origin, path)).response().text()).isEqualTo(echo(path));
        }
    }

    /** Reads until the proxy closes or resets the connection; returns the bytes received. */
    protected static String untilClosed(Wiretap wire) throws IOException {
        try {
            wire.readToEnd();
        } catch (SocketException e) {
            // A reset ends the connection too.
        }
        return wire.received();
    }

    /** Waits until all flows of a client have ended, and returns them. */
    protected List<Flow> flowsOf(int clientPort) {
        Awaitility.await().until(() -> ofClient(clientPort).stream().allMatch(flow -> flow.state() != FlowState.OPEN));
        return ofClient(clientPort);
    }

    private List<Flow> ofClient(int port) {
        return proxy.flows().stream()
                .filter(flow -> flow.client().address().port() == port)
                .toList();
    }

    private static void close(Wiretap connection) {
        try {
            connection.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
