package dev.steno.testing.proxy;

import dev.steno.addon.Addon;
import dev.steno.net.settings.ProxySettings;
import dev.steno.net.settings.Timeouts;
import dev.steno.testing.Bytes;
import dev.steno.testing.http1.RawClient;
import dev.steno.testing.http1.ScriptedOrigin;
import dev.steno.testing.leak.Oversight;
import dev.steno.testing.wire.Acceptor;
import dev.steno.testing.wire.Acceptor.Job;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Base class for tests with a real proxy. Starts a proxy for each test; closes its origins and its clients afterwards, and
 * then, beside the next test, the proxy.
 */
@ExtendWith(Oversight.class)
public abstract class ProxyTest {
    protected static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    private static final Duration LONGEST = Duration.ofSeconds(30);

    @TempDir
    protected static Path home;

    protected RunningProxy proxy;

    private static final Queue<CompletableFuture<Void>> CLOSING = new ConcurrentLinkedQueue<>();

    private final ArrayDeque<AutoCloseable> open = new ArrayDeque<>();

    @BeforeAll
    protected static void lookOften() {
        Awaitility.setDefaultPollDelay(Duration.ZERO);
        Awaitility.setDefaultPollInterval(Duration.ofMillis(2));
    }

    @BeforeEach
    protected void startProxy() throws Exception {
        proxy = RunningProxy.startWith(home, this::settings, addons());
    }

    /** The settings of the proxies of a test class; overridden if the defaults do not suffice. */
    protected ProxySettings settings(ProxySettings defaults) {
        return defaults;
    }

    protected Addon[] addons() {
        return new Addon[0];
    }

    @AfterEach
    protected void closeAll() throws Exception {
        while (!open.isEmpty()) {
            AutoCloseable each = open.pop();
            if (each instanceof RunningProxy other) {
                beginToClose(other);
            } else {
                each.close();
            }
        }
        beginToClose(proxy);
    }

    /** Closes beside the next test: the end of Netty's event loops is a wait of a tenth of a second. */
    private static void beginToClose(RunningProxy proxy) {
        beside(proxy::close);
    }

    /**
     * Closes the proxy, checks what it has done by then, and closes what the test opened: all of that beside the next tests.
     * A failure is that of the class.
     */
    protected void closeAndCheck(Job check) {
        RunningProxy closing = proxy;
        ArrayDeque<AutoCloseable> opened = new ArrayDeque<>(open);
        open.clear();
        beside(() -> {
            closing.close();
            try {
                check.run();
            } finally {
                while (!opened.isEmpty()) {
                    opened.pop().close();
                }
            }
        });
    }

    private static void beside(Job job) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        CLOSING.add(done);
        Acceptor.daemon("close", () -> {
            try {
                job.run();
                done.complete(null);
            } catch (Exception | AssertionError e) {
                done.completeExceptionally(e);
            }
        });
    }

    /** Fails the class if a proxy could not be closed. Afterwards {@link Oversight} looks for what they left. */
    @AfterAll
    protected static void awaitTheEndOfProxies() {
        for (CompletableFuture<Void> each = CLOSING.poll(); each != null; each = CLOSING.poll()) {
            each.join();
        }
    }

    /** Replaces the proxy by one with other settings. */
    protected void restartWith(UnaryOperator<ProxySettings> settings, Addon... addons) throws IOException {
        if (proxy.flows().isEmpty()) {
            beginToClose(proxy); // its end is no fact that the test could take for one of the next proxy
        } else {
            proxy.close();
        }
        proxy = RunningProxy.startWith(home, settings, addons);
    }

    /** A test in which a peer must act before a limit of the proxy passes. It replaces the proxy by one with that limit. */
    protected interface Hurried {
        void run(Duration limit) throws Exception;
    }

    /**
     * Runs a test with a short limit. If it fails, which it does on a machine that stands still for longer than the limit, it
     * is repeated with a limit four times as long; the failure with a limit of more than half a minute is that of the test.
     */
    protected void inTime(Duration shortest, Hurried test) throws Exception {
        Duration limit = shortest;
        while (limit.compareTo(LONGEST) < 0) {
            try {
                test.run(limit);
                return;
            } catch (Exception | AssertionError e) {
                System.err.println("repeated with a limit of more than " + limit + ": " + e);
            }
            closeAll();
            startProxy();
            limit = limit.multipliedBy(4);
        }
        test.run(limit);
    }

    protected static ProxySettings withIdle(ProxySettings settings, Duration idle) {
        Timeouts usual = settings.timeouts();
        return settings.with(new Timeouts(usual.connect(), idle, usual.header(), usual.write()));
    }

    protected <T extends AutoCloseable> T closing(T resource) {
        open.push(resource);
        return resource;
    }

    protected ScriptedOrigin origin(ScriptedOrigin.Script script) throws IOException {
        return closing(ScriptedOrigin.plain(script));
    }

    protected RawClient client() throws IOException {
        return closing(RawClient.to(proxy.port()));
    }

    /** A GET request in absolute-form. */
    protected static String get(ScriptedOrigin origin, String path) {
        return "GET http://" + origin.authority() + path + " HTTP/1.1\r\nHost: " + origin.authority() + "\r\n\r\n";
    }

    protected static byte[] latin1(String text) {
        return Bytes.latin1(text);
    }

    /** Pseudo-random bytes, see {@link dev.steno.testing.Bytes#noise}. */
    protected static byte[] noise(int size) {
        return Bytes.noise(size);
    }
}
