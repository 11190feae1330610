package dev.steno.testing.proxy;

import dev.steno.addon.Addon;
import dev.steno.addon.FlowEvent;
import dev.steno.addon.Registrar;
import dev.steno.addon.bus.AddonRuntime;
import dev.steno.addon.bus.RecordBudget;
import dev.steno.certs.CertificateAuthority;
import dev.steno.certs.LeafMint;
import dev.steno.command.Commands;
import dev.steno.flow.Body;
import dev.steno.flow.Endpoint;
import dev.steno.flow.Flow;
import dev.steno.flow.FlowState;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.Message;
import dev.steno.flow.Sequences;
import dev.steno.flow.TcpFlow;
import dev.steno.net.ProxyServer;
import dev.steno.net.settings.ProxySettings;
import dev.steno.option.Options;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;

/** A real proxy on a free port of loopback. Keeps all facts that it publishes in memory. */
public final class RunningProxy implements AutoCloseable {
    private final ProxyServer server;
    private final CertificateAuthority authority;
    private final LeafMint mint;
    private final Recording recording = new Recording();
    public final RecordBudget recordBudget = new RecordBudget(64L << 20);
    public final Options options;
    private final AddonRuntime runtime;

    private RunningProxy(Path home, Options options, UnaryOperator<ProxySettings> settings, List<Addon> addons)
            throws IOException {
        this.options = options;
        authority = CertificateAuthority.open(home);
        mint = new LeafMint(authority);
        List<Addon> all = new ArrayList<>(addons);
        all.add(recording);
        server = ProxyServer.bind(settings.apply(ProxySettings.listeningAt(new Endpoint("127.0.0.1", 0))));
        runtime = new AddonRuntime(
                all, new Sequences(), recordBudget, Executors.newCachedThreadPool(), options, new Commands());
        server.start(runtime, mint);
    }

    public static RunningProxy start(Path home, Addon... addons) throws IOException {
        return new RunningProxy(home, new Options(), settings -> settings, List.of(addons));
    }

    public static RunningProxy startWith(Path home, UnaryOperator<ProxySettings> settings, Addon... addons)
            throws IOException {
        return new RunningProxy(home, new Options(), settings, List.of(addons));
    }

    /** Starts a proxy whose options have values before the addons are registered. */
    public static RunningProxy startWith(Path home, Options options, Addon... addons) throws IOException {
        return new RunningProxy(home, options, settings -> settings, List.of(addons));
    }

    public AddonRuntime runtime() {
        return runtime;
    }

    public int port() {
        return server.address().port();
    }

    public ProxyServer server() {
        return server;
    }

    public CertificateAuthority authority() {
        return authority;
    }

    /** Number of leaf certificates minted. */
    public long minted() {
        return mint.minted();
    }

    /** The newest revision of each flow, in the order of their ids. */
    public List<Flow> flows() {
        return recording.newest.values().stream()
                .sorted(Comparator.comparingLong(Flow::id))
                .toList();
    }

    /** Waits until at least {@code count} flows have ended; returns all flows. */
    public List<Flow> ended(int count) {
        Awaitility.await()
                .until(() -> flows().stream()
                                .filter(flow -> flow.state() != FlowState.OPEN)
                                .count()
                        >= count);
        return flows();
    }

    /** Waits until a flow has ended; returns the first, which must be an HTTP flow. */
    public HttpFlow http() {
        return (HttpFlow) ended(1).get(0);
    }

    /** Waits until a flow has ended; returns the first raw stream. */
    public TcpFlow tcp() {
        return ended(1).stream()
                .filter(TcpFlow.class::isInstance)
                .map(TcpFlow.class::cast)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no raw flow among " + flows()));
    }

    public List<FlowEvent> events() {
        return List.copyOf(recording.events);
    }

    public List<Message> messages() {
        return recording.events.stream()
                .filter(FlowEvent.MessageSeen.class::isInstance)
                .map(event -> ((FlowEvent.MessageSeen) event).message())
                .toList();
    }

    /** The bytes of a recorded body. */
    public byte[] bytes(Body body) {
        if (body instanceof Body.Inline inline) {
            return inline.bytes();
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        if (body instanceof Body.Stored stored) {
            for (FlowEvent event : recording.events) {
                if (event instanceof FlowEvent.BodyChunk chunk && chunk.body() == stored.id()) {
                    all.writeBytes(chunk.data());
                }
            }
        }
        return all.toByteArray();
    }

    @Override
    public synchronized void close() {
        server.close();
    }

    private static final class Recording implements Addon {
        private final ConcurrentLinkedQueue<FlowEvent> events = new ConcurrentLinkedQueue<>();
        private final Map<Long, Flow> newest = new ConcurrentHashMap<>();

        @Override
        public void register(Registrar registrar) {
            registrar.lossless(event -> {
                events.add(event);
                if (event instanceof FlowEvent.Opened opened) {
                    newest.put(opened.flow().id(), opened.flow());
                } else if (event instanceof FlowEvent.Changed changed) {
                    newest.put(changed.flow().id(), changed.flow());
                } else if (event instanceof FlowEvent.Closed closed) {
                    newest.put(closed.flow().id(), closed.flow());
                }
            });
        }
    }
}
