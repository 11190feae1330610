package dev.steno.web.metrics;

import dev.steno.addon.Addon;
import dev.steno.addon.ConnectionEvent;
import dev.steno.addon.Handler;
import dev.steno.addon.Hook;
import dev.steno.addon.Phase;
import dev.steno.addon.Registrar;
import dev.steno.addon.Verdict;
import dev.steno.flow.Peer;
import dev.steno.flow.Tls;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Counts the connections of clients and to servers, and their TLS handshakes by the protocol that was negotiated. Costs an
 * addition for each connection that is opened or closed. Event loops; read on any thread.
 */
public final class ConnectionMetrics implements Addon, MetricSource {
    private static final List<String> MODES = List.of("regular", "reverse", "socks5", "transparent", "other");
    private static final List<String> PROTOCOLS = List.of("http/1.1", "h2", "h3", "none", "other");
    private static final int NONE = PROTOCOLS.indexOf("none");

    private final LongAdder[] clients = adders(MODES.size());
    private final LongAdder opened = new LongAdder();
    private final LongAdder closed = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final Handshakes withClients = new Handshakes();
    private final Handshakes withServers = new Handshakes();

    /** TLS handshakes of one side. */
    private static final class Handshakes {
        private final LongAdder[] established = adders(PROTOCOLS.size());
        private final LongAdder failed = new LongAdder();

        void count(ConnectionEvent event, @Nullable Peer peer) {
            if (event.error() != null) {
                failed.increment();
            } else {
                established[protocol(peer)].increment();
            }
        }

        private static int protocol(@Nullable Peer peer) {
            Tls tls = peer == null ? null : peer.tls();
            return tls == null || tls.alpn() == null ? NONE : indexOf(PROTOCOLS, tls.alpn());
        }

        void addTo(MetricList list, String side) {
            String help = "TLS handshakes that were completed, by the protocol agreed on (ALPN).";
            for (int i = 0; i < established.length; i++) {
                list.counter(
                        "steno_tls_handshakes", help, established[i].sum(), "peer", side, "protocol", PROTOCOLS.get(i));
            }
            list.counter("steno_tls_failures", "TLS handshakes that failed.", failed.sum(), "peer", side);
        }
    }

    private static LongAdder[] adders(int count) {
        return Stream.generate(LongAdder::new).limit(count).toArray(LongAdder[]::new);
    }

    /** Returns where a value is, or the last place, which is that of all others. */
    private static int indexOf(List<String> values, @Nullable String value) {
        int at = value == null ? -1 : values.indexOf(value);
        return at < 0 ? values.size() - 1 : at;
    }

    @Override
    public String name() {
        return "metrics-connections";
    }

    @Override
    public void register(Registrar registrar) {
        registrar.on(Hook.CLIENT, Phase.SEAL, seen(peer -> clients[indexOf(MODES, peer.modeName())].increment()));
        registrar.on(Hook.CLIENT_TLS, Phase.SEAL, seen(event -> withClients.count(event, event.client())));
        registrar.on(Hook.UPSTREAM_OPENED, Phase.SEAL, seen(event -> opened.increment()));
        registrar.on(Hook.UPSTREAM_CLOSED, Phase.SEAL, seen(event -> closed.increment()));
        registrar.on(Hook.UPSTREAM_FAILED, Phase.SEAL, seen(event -> refused.increment()));
        registrar.on(Hook.UPSTREAM_TLS, Phase.SEAL, seen(event -> withServers.count(event, event.server())));
    }

    private static <T> Handler<T> seen(Consumer<T> counting) {
        return (subject, context) -> {
            counting.accept(subject);
            return Verdict.pass();
        };
    }

    @Override
    public void addTo(MetricList list) {
        for (int i = 0; i < clients.length; i++) {
            String help = "Connections that clients have opened, by the mode of the listener.";
            list.counter("steno_client_connections_opened", help, clients[i].sum(), "mode", MODES.get(i));
        }
        long ends = closed.sum();
        long begins = opened.sum(); // after the ends, so that their difference is not negative
        list.counter("steno_server_connections_opened", "Connections to servers that were opened.", begins);
        list.counter(
                "steno_server_connections_failed", "Connections to servers that could not be opened.", refused.sum());
        list.gauge("steno_server_connections", "Connections to servers that are open.", Math.max(0, begins - ends));
        withClients.addTo(list, "client");
        withServers.addTo(list, "server");
    }
}
