package dev.steno.net.upstream;

import dev.steno.flow.Endpoint;
import dev.steno.net.channel.Failures;
import dev.steno.net.channel.HandlerNames;
import dev.steno.net.conn.ClientConnection;
import dev.steno.net.http.UpstreamChannel;
import dev.steno.net.http.UpstreamConnection;
import dev.steno.net.http.UpstreamProvider;
import dev.steno.net.http.UpstreamStream;
import dev.steno.net.http1.Http1ResponseDecoder;
import dev.steno.net.http1.Http1UpstreamHandler;
import dev.steno.net.http2.Http2Greeting;
import dev.steno.net.http2.Http2UpstreamConnectionHandler;
import dev.steno.net.http2.Http2UpstreamListener;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The connections to servers of one client connection, in all versions of HTTP. They are kept alive between its exchanges and
 * never shared with another client, since some servers authenticate the connection. Confined to the client's event loop. A
 * callback may be called before the method that takes it returns.
 */
public final class UpstreamPool implements UpstreamProvider {
    /** How long a request without TLS, or one for a WebSocket, waits for the SETTINGS of an HTTP/2 server. */
    private static final Duration SETTINGS_PATIENCE = Duration.ofSeconds(1);

    private final ClientConnection client;
    private final UpstreamConnector connector;
    private final @Nullable TunnelEnd tunnel;

    private final AvailableConnections available = new AvailableConnections();

    /** Exchanges queued for a connection that is being made and may have room for all of them. */
    private final Map<UpstreamRoute, ArrayDeque<Callback>> awaited = new HashMap<>();

    /** Connections that currently allow no streams; exchanges for their servers are queued in {@link #awaited}. */
    private final StarvedConnections starved;

    private final Map<UpstreamRoute, ConnectionLimit> limits = new HashMap<>();
    private final ConnectionLimit.Kind bound;

    private final UpstreamFacts facts;

    private Failures.@Nullable Failure firstFailure;
    private boolean closed;

    /** For a client that names its servers itself. */
    public UpstreamPool(ClientConnection client) {
        this(client, null, FixedLimit::new);
    }

    /** @param tunnel the server that the client's tunnel leads to; null if it names its servers itself */
    public UpstreamPool(ClientConnection client, @Nullable TunnelEnd tunnel) {
        this(client, tunnel, FixedLimit::new);
    }

    /**
     * For a client that has any number of exchanges: it gets as many connections to a server, which grow little by little and
     * are all kept.
     */
    public static UpstreamPool growing(ClientConnection client) {
        UpstreamPool pool = new UpstreamPool(client, null, GrowingLimit::new);
        pool.expect(Integer.MAX_VALUE);
        return pool;
    }

    private UpstreamPool(ClientConnection client, @Nullable TunnelEnd tunnel, ConnectionLimit.Kind bound) {
        this.bound = bound;
        this.client = client;
        this.connector = new UpstreamConnector(client);
        this.tunnel = tunnel;
        this.facts = new UpstreamFacts(client.proxy());
        this.starved = new StarvedConnections(client.loop(), this::removeWaiting);
    }

    @Override
    public void expect(int exchanges) {
        available.expectExchanges(exchanges);
    }

    /**
     * The client speaks HTTP/2, so its servers may: those that choose it in the TLS handshake, and those without TLS if the client
     * knows that they do.
     *
     * @param inPlain whether the client uses HTTP/2 with prior knowledge to servers without TLS (RFC 9113, 3.3)
     */
    public void offerHttp2(boolean inPlain) {
        facts.offerHttp2(inPlain);
    }

    /** Takes over an established connection. */
    public void adopt(UpstreamChannel upstream, boolean tls) {
        UpstreamRoute route = new UpstreamRoute(upstream.peer().address(), tls);
        limit(route).connectionOpening();
        countUntilClosed(route, upstream);
        if (upstream.speaksHttp2() || facts.mayBeHttp2(route) && !tls) {
            awaited.put(route, new ArrayDeque<>());
            startHttp2(upstream, route).adopted();
        } else {
            Http1UpstreamHandler standing = http1(upstream, tls);
            standing.adopted();
            available.addConnection(standing);
        }
    }

    /** The first request gets this failure instead of a further attempt: the connection was already tried. */
    public void rememberFailure(Failures.Failure failure) {
        firstFailure = failure;
    }

    @Override
    public @Nullable UpstreamStream takeStream(Endpoint target, boolean tls, boolean webSocket) {
        return available.openStream(target, tls, connection -> !webSocket || connection.carriesWebSockets());
    }

    @Override
    public void openStream(Endpoint target, boolean tls, boolean webSocket, Callback result) {
        if (firstFailure != null) {
            Failures.Failure failure = firstFailure;
            firstFailure = null;
            result.openFailed(failure);
            return;
        }
        UpstreamRoute route = new UpstreamRoute(target, tls);
        Callback asking = webSocket ? orInHttp1(route, result) : result;
        UpstreamStream ungreeted =
                webSocket ? available.openStream(target, tls, connection -> !connection.isGreeted()) : null;
        if (ungreeted != null) {
            asking.streamReady(ungreeted);
        } else if (webSocket && facts.isWithoutWebSockets(route)) {
            openConnection(route, result);
        } else if (facts.mayBeHttp2(route) && awaited.containsKey(route)) {
            awaited.get(route).add(asking);
        } else if (limit(route).isReached()) {
            queueExchange(route, asking);
        } else {
            connectOrQueue(route, asking);
        }
    }

    private void connectOrQueue(UpstreamRoute route, Callback asking) {
        if (!facts.mayBeHttp2(route)) {
            openConnection(route, asking);
        } else if (awaited.containsKey(route)) {
            awaited.get(route).add(asking);
        } else {
            awaited.put(route, new ArrayDeque<>(List.of(asking)));
            openConnection(route, null);
        }
    }

    /** A server that does not carry WebSockets in HTTP/2 is asked for one in HTTP/1.1 (RFC 8441, 3). */
    private Callback orInHttp1(UpstreamRoute route, Callback result) {
        return new Callback() {
            @Override
            public void streamReady(UpstreamStream server) {
                server.whenGreeted(() -> {
                    if (server.carriesWebSockets() && server.channel().isActive()) {
                        result.streamReady(server);
                    } else {
                        server.releaseExchange();
                        openConnection(route, result);
                    }
                });
            }

            @Override
            public void openFailed(Failures.Failure failure) {
                result.openFailed(failure);
            }

            @Override
            public void queuedFor(long nanos) {
                result.queuedFor(nanos);
            }
        };
    }

    private void queueExchange(UpstreamRoute route, Callback asking) {
        limit(route).queueExchange(asking, late -> connectOrQueue(route, late), () -> serveQueued(route));
    }

    /** Gives a free connection to the exchange that was queued first. Deferred: the caller that released it would be re-entered. */
    private void serveSoon(UpstreamRoute route) {
        client.loop().execute(() -> serveQueued(route));
    }

    private void serveQueued(UpstreamRoute route) {
        ConnectionLimit limit = limits.get(route);
        while (limit != null && limit.isAwaited()) {
            UpstreamStream side = takeStream(route.target(), route.tls(), false);
            if (side != null) {
                limit.nextExchange().streamReady(side);
            } else if (!limit.isReached()) {
                connectOrQueue(route, limit.nextExchange());
            } else {
                return;
            }
        }
    }

    private ConnectionLimit limit(UpstreamRoute route) {
        return limits.computeIfAbsent(route, any -> bound.on(client.loop()));
    }

    /** An established connection counts until it is closed. */
    private void countUntilClosed(UpstreamRoute route, UpstreamChannel upstream) {
        ConnectionLimit limit = limit(route);
        limit.connectionOpened();
        upstream.channel().closeFuture().addListener(end -> {
            limit.connectionEnded();
            hasRoom(route, limit);
        });
        hasRoom(route, limit);
    }

    /** One connection less is open, or being established. */
    private void hasRoom(UpstreamRoute route, ConnectionLimit limit) {
        if (limit.isUnused()) {
            limits.remove(route);
        } else if (limit.isAwaited()) {
            serveSoon(route);
        }
    }

    /** @param asking gets the connection; null for the exchanges queued for an HTTP/2 connection */
    private void openConnection(UpstreamRoute route, @Nullable Callback asking) {
        ConnectionLimit limit = limit(route);
        limit.connectionOpening();
        UpstreamCallback connected = new UpstreamCallback() {
            @Override
            public void connected(UpstreamChannel upstream) {
                countUntilClosed(route, upstream);
                if (closed) {
                    upstream.channel().close();
                } else if (asking != null) {
                    http1(upstream, route.tls()).offerTo(asking);
                } else if (upstream.speaksHttp2() || !route.tls() && upstream.forwarder() == null) {
                    startHttp2(upstream, route);
                } else {
                    if (route.tls()) {
                        facts.choseHttp1(route.target());
                    }
                    speaksHttp1(route, upstream);
                }
            }

            @Override
            public void connectFailed(Failures.Failure failure) {
                limit.connectionFailed();
                hasRoom(route, limit);
                if (asking != null) {
                    asking.openFailed(failure);
                } else {
                    removeWaiting(route).forEach(waiting -> waiting.openFailed(failure));
                }
            }
        };
        TunnelEnd inside = tunnel != null && route.target().equals(tunnel.target()) ? tunnel : null;
        if (route.tls()) {
            List<String> offers = asking == null ? List.of("h2", "http/1.1") : List.of("http/1.1");
            String name =
                    inside == null || inside.name() == null ? route.target().host() : inside.name();
            connector.connectTls(route.target(), name, offers, connected);
        } else if (inside != null) {
            connector.connect(route.target(), connected);
        } else {
            connector.connectHttp(route.target(), connected);
        }
    }

    private ArrayDeque<Callback> removeWaiting(UpstreamRoute route) {
        return Objects.requireNonNull(awaited.remove(route), "no exchange waits for the connection");
    }

    /** An HTTP/2 connection is established: the queued exchanges share it, as far as it has room. */
    private void connectionReady(UpstreamRoute route, UpstreamConnection connection) {
        if (starved.contains(connection)) {
            return;
        }
        ArrayDeque<Callback> waiting = removeWaiting(route);
        available.addConnection(connection);
        for (Callback one : waiting) {
            UpstreamStream side = takeStream(route.target(), route.tls(), false);
            if (side != null) {
                one.streamReady(side);
            } else {
                openStream(route.target(), route.tls(), false, one);
            }
        }
    }

    /**
     * The server currently allows no streams, which it may do for a short time (RFC 9113, 6.5.2): exchanges for it are queued
     * for as long as the connect timeout.
     */
    private void queueForStreams(Http2UpstreamConnectionHandler connection) {
        UpstreamRoute route = new UpstreamRoute(connection.peer().address(), connection.isTls());
        boolean others = awaited.putIfAbsent(route, new ArrayDeque<>()) != null;
        if (others && (connection.isAssumed() || connection.isGreeted())) {
            return; // its exchanges wait for another connection, which may be established sooner
        }
        Duration patience = client.proxy().settings().timeouts().connect();
        starved.addConnection(connection, route, patience);
    }

    /** The server chose HTTP/1.1: the first queued exchange gets the connection, each other one a new connection. */
    private void speaksHttp1(UpstreamRoute route, @Nullable UpstreamChannel upstream) {
        ArrayDeque<Callback> waiting = removeWaiting(route);
        if (upstream != null && !waiting.isEmpty()) {
            http1(upstream, route.tls()).offerTo(waiting.remove());
        }
        for (Callback one : waiting) {
            if (limit(route).isReached()) {
                queueExchange(route, one);
            } else {
                openConnection(route, one);
            }
        }
    }

    /**
     * If HTTP/2 was negotiated in the TLS handshake, requests are sent at once (RFC 9113, 3.4): waiting for the server's SETTINGS
     * costs a round trip, and some servers send them only after the first request. Without TLS nothing is negotiated: Steno waits
     * for the SETTINGS up to a limit, and uses HTTP/1.1 if the server sends none.
     */
    private Http2UpstreamConnectionHandler startHttp2(UpstreamChannel upstream, UpstreamRoute route) {
        Http2UpstreamConnectionHandler server = http2(upstream, route);
        if (route.tls()) {
            assumeHttp2(route, server);
        }
        Duration limit =
                route.tls() ? null : client.proxy().settings().timeouts().connect();
        server.greetWithin(SETTINGS_PATIENCE, () -> assumeHttp2(route, server), limit);
        return server;
    }

    private void assumeHttp2(UpstreamRoute route, Http2UpstreamConnectionHandler server) {
        if (!server.isAssumed() && !closed) {
            server.assume();
            connectionReady(route, server);
        }
    }

    private void greeted(UpstreamRoute route, Http2UpstreamConnectionHandler server, Http2Greeting greeting) {
        if (!route.tls()) {
            facts.greeted(route.target(), greeting);
        }
        if (greeting == Http2Greeting.SETTINGS && !server.carriesWebSockets()) {
            facts.carriesNoWebSockets(route);
        }
        if (closed) {
            server.close();
        } else if (!server.isAssumed() && server.isActive()) {
            connectionReady(route, server);
        } else if (!server.isAssumed()) {
            speaksHttp1(route, null);
        }
    }

    private Http2UpstreamConnectionHandler http2(UpstreamChannel upstream, UpstreamRoute route) {
        Http2UpstreamConnectionHandler server = Http2UpstreamConnectionHandler.startHttp2(
                upstream,
                route.tls(),
                this,
                silence(),
                client.proxy().settings().timeouts().write(),
                facts.streams(route),
                facts.areReadStrictly(),
                new Said(route));
        upstream.channel().config().setAutoRead(true);
        return server;
    }

    /** Receives the SETTINGS and the end of an HTTP/2 connection. */
    private final class Said implements Http2UpstreamListener {
        private final UpstreamRoute route;

        Said(UpstreamRoute route) {
            this.route = route;
        }

        @Override
        public void greeted(Http2UpstreamConnectionHandler server, Http2Greeting how) {
            UpstreamPool.this.greeted(route, server, how);
        }

        @Override
        public void takesStreams(int most) {
            facts.takesStreams(route, most);
        }

        @Override
        public void requiresHttp1() {
            facts.requireHttp1(route);
        }
    }

    /** The silence after which a server is pinged: its reply must also fit into the idle timeout. */
    private Duration silence() {
        Duration ping = client.proxy().settings().http2().ping();
        Duration half = client.proxy().settings().timeouts().idle().dividedBy(2);
        return ping.isZero() || ping.compareTo(half) > 0 ? half : ping;
    }

    private Http1UpstreamHandler http1(UpstreamChannel upstream, boolean tls) {
        Http1ResponseDecoder decoder = new Http1ResponseDecoder(facts.areReadStrictly());
        Http1UpstreamHandler server = new Http1UpstreamHandler(
                upstream,
                tls,
                decoder,
                this,
                client.proxy().settings().timeouts().idle());
        upstream.claim().addLast(HandlerNames.HTTP1, decoder).addLast(HandlerNames.SERVER, server);
        upstream.channel().config().setAutoRead(true);
        return server;
    }

    /** Keeps the connection for further exchanges, and closes the oldest idle one if there are too many. */
    @Override
    public void giveBack(UpstreamConnection connection) {
        if (closed) {
            connection.close();
            return;
        }
        UpstreamRoute starvedRoute = starved.removeConnection(connection);
        if (starvedRoute != null) {
            connectionReady(starvedRoute, connection);
            return;
        }
        available.addConnection(connection);
        UpstreamRoute wanted = wanted(connection);
        if (wanted != null) {
            serveSoon(wanted);
        }
        available.closeSurplus();
    }

    /** The route of this connection if an exchange is queued for it; otherwise null. */
    private @Nullable UpstreamRoute wanted(UpstreamConnection connection) {
        for (Map.Entry<UpstreamRoute, ConnectionLimit> each : limits.entrySet()) {
            UpstreamRoute route = each.getKey();
            if (each.getValue().isAwaited() && connection.leadsTo(route.target(), route.tls())) {
                return route;
            }
        }
        return null;
    }

    @Override
    public void remove(UpstreamConnection connection) {
        available.removeConnection(connection);
        if (!closed && connection instanceof Http2UpstreamConnectionHandler side && side.isStarved()) {
            queueForStreams(side);
        }
    }

    @Override
    public void close() {
        closed = true;
        limits.values().forEach(ConnectionLimit::clearQueue);
        starved.closeAll();
        available.closeAll();
    }
}
