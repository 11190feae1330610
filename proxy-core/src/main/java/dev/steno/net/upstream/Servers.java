package dev.steno.net.upstream;

import dev.steno.flow.Endpoint;
import dev.steno.flow.FlowError;
import dev.steno.net.channel.Failures;
import dev.steno.net.channel.HandlerNames;
import dev.steno.net.conn.ClientConnection;
import dev.steno.net.http.ServerConnection;
import dev.steno.net.http.ServerPool;
import dev.steno.net.http.ServerSide;
import dev.steno.net.http.Upstream;
import dev.steno.net.http1.Http1ResponseDecoder;
import dev.steno.net.http1.Http1ServerSide;
import dev.steno.net.http2.Http2ServerListener;
import dev.steno.net.http2.Http2ServerSide;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The connections to servers that serve one client connection, whatever version of HTTP they speak: kept alive between its
 * exchanges, never shared with another client, since some servers authenticate the connection. On the client's event loop.
 */
public final class Servers implements ServerPool {
    private static final int MOST_IDLE = 8;

    /** How long a request in the clear, or one for a WebSocket, waits for the SETTINGS of a server of HTTP/2. */
    private static final Duration SETTINGS_PATIENCE = Duration.ofSeconds(1);

    private final ClientConnection client;
    private final UpstreamConnector connector;
    private final @Nullable TunnelEnd tunnel;

    /** Those with room for an exchange, the latest used last. */
    private final ArrayDeque<ServerConnection> roomy = new ArrayDeque<>();

    /** Who waits for a connection that is being made and may have room for all of them. */
    private final Map<Route, ArrayDeque<Callback>> awaited = new HashMap<>();

    /** Those that take no streams at present; who asks for their servers is {@link #awaited}. */
    private final Map<ServerConnection, Starved> starved = new HashMap<>();

    private final Map<Route, ConnectionLimit> limits = new HashMap<>();

    private final ServerFacts facts;

    private int mostIdle = MOST_IDLE;
    private Failures.@Nullable Failure firstFailure;
    private boolean closed;

    /** For a client that names its servers itself. */
    public Servers(ClientConnection client) {
        this(client, null);
    }

    /** @param tunnel the server that the client's tunnel leads to; null if it names its servers itself */
    public Servers(ClientConnection client, @Nullable TunnelEnd tunnel) {
        this.client = client;
        this.connector = new UpstreamConnector(client);
        this.tunnel = tunnel;
        this.facts = new ServerFacts(client.proxy());
    }

    /** @param end what ends the wait */
    private record Starved(Route route, Future<?> end) {}

    @Override
    public void expect(int exchanges) {
        mostIdle = exchanges;
    }

    /**
     * The client speaks HTTP/2, so its servers may: those that choose it in the TLS handshake, and, as the client knows of
     * them, those that are spoken to in the clear.
     *
     * @param inPlain whether the client takes them for servers of HTTP/2 with prior knowledge (RFC 9113, 3.3)
     */
    public void offerHttp2(boolean inPlain) {
        facts.offerHttp2(inPlain);
    }

    /** Takes over a connection that already stands. */
    public void adopt(Upstream upstream, boolean tls) {
        Route route = new Route(upstream.peer().address(), tls);
        limit(route).opening();
        count(route, upstream);
        if (upstream.speaksHttp2() || facts.mayBeHttp2(route) && !tls) {
            awaited.put(route, new ArrayDeque<>());
            greet(upstream, route).adopted();
        } else {
            Http1ServerSide standing = http1(upstream, tls);
            standing.adopted();
            roomy.add(standing);
        }
    }

    /** The first request gets this failure instead of a further attempt: the connection was already tried. */
    public void remember(Failures.Failure failure) {
        firstFailure = failure;
    }

    @Override
    public @Nullable ServerSide take(Endpoint target, boolean tls, boolean webSocket) {
        return take(target, tls, connection -> !webSocket || connection.carriesWebSockets());
    }

    private @Nullable ServerSide take(Endpoint target, boolean tls, Predicate<ServerConnection> suits) {
        for (Iterator<ServerConnection> i = roomy.descendingIterator(); i.hasNext(); ) {
            ServerConnection connection = i.next();
            if (connection.leadsTo(target, tls) && suits.test(connection)) {
                ServerSide side = connection.open();
                if (!connection.hasRoom()) {
                    i.remove();
                }
                return side;
            }
        }
        return null;
    }

    @Override
    public void open(Endpoint target, boolean tls, boolean webSocket, Callback result) {
        if (firstFailure != null) {
            Failures.Failure failure = firstFailure;
            firstFailure = null;
            result.failed(failure);
            return;
        }
        Route route = new Route(target, tls);
        Callback asking = webSocket ? orInHttp1(route, result) : result;
        ServerSide ungreeted = webSocket ? take(target, tls, connection -> !connection.isGreeted()) : null;
        if (ungreeted != null) {
            asking.ready(ungreeted);
        } else if (webSocket && facts.isWithoutWebSockets(route)) {
            connect(route, result);
        } else if (facts.mayBeHttp2(route) && awaited.containsKey(route)) {
            awaited.get(route).add(asking);
        } else if (limit(route).isReached()) {
            await(route, asking);
        } else {
            begin(route, asking);
        }
    }

    private void begin(Route route, Callback asking) {
        if (!facts.mayBeHttp2(route)) {
            connect(route, asking);
        } else if (awaited.containsKey(route)) {
            awaited.get(route).add(asking);
        } else {
            awaited.put(route, new ArrayDeque<>(List.of(asking)));
            connect(route, null);
        }
    }

    /** A server that does not carry WebSockets in HTTP/2 is asked for one in HTTP/1.1 (RFC 8441, 3). */
    private Callback orInHttp1(Route route, Callback result) {
        return new Callback() {
            @Override
            public void ready(ServerSide server) {
                server.whenGreeted(() -> {
                    if (server.carriesWebSockets() && server.channel().isActive()) {
                        result.ready(server);
                    } else {
                        server.release();
                        connect(route, result);
                    }
                });
            }

            @Override
            public void failed(Failures.Failure failure) {
                result.failed(failure);
            }
        };
    }

    private void await(Route route, Callback asking) {
        limit(route).await(asking, late -> begin(route, late));
    }

    /** A connection may be free: those who wait take it in their turn. Later, since whoever gave it is in the midst of something. */
    private void serveSoon(Route route) {
        client.loop().execute(() -> serve(route));
    }

    private void serve(Route route) {
        ConnectionLimit limit = limits.get(route);
        while (limit != null && limit.isAwaited()) {
            ServerSide side = take(route.target(), route.tls(), false);
            if (side != null) {
                limit.next().ready(side);
            } else if (!limit.isReached()) {
                begin(route, limit.next());
            } else {
                return;
            }
        }
    }

    private ConnectionLimit limit(Route route) {
        return limits.computeIfAbsent(route, any -> new ConnectionLimit(client.loop()));
    }

    /** A connection that was made counts until its end. */
    private void count(Route route, Upstream upstream) {
        upstream.channel().closeFuture().addListener(end -> ended(route));
    }

    private void ended(Route route) {
        ConnectionLimit limit = limit(route);
        limit.ended();
        if (limit.isUnused()) {
            limits.remove(route);
        } else if (limit.isAwaited()) {
            serveSoon(route);
        }
    }

    /** @param asking who gets the connection; null for those that wait for one of HTTP/2 */
    private void connect(Route route, @Nullable Callback asking) {
        limit(route).opening();
        UpstreamCallback connected = new UpstreamCallback() {
            @Override
            public void connected(Upstream upstream) {
                count(route, upstream);
                if (closed) {
                    upstream.channel().close();
                } else if (asking != null) {
                    http1(upstream, route.tls()).offerTo(asking);
                } else if (upstream.speaksHttp2() || !route.tls() && upstream.forwarder() == null) {
                    greet(upstream, route);
                } else {
                    if (route.tls()) {
                        facts.choseHttp1(route.target());
                    }
                    speaksHttp1(route, upstream);
                }
            }

            @Override
            public void failed(Failures.Failure failure) {
                ended(route);
                if (asking != null) {
                    asking.failed(failure);
                } else {
                    awaited.remove(route).forEach(waiting -> waiting.failed(failure));
                }
            }
        };
        boolean inTunnel = tunnel != null && route.target().equals(tunnel.target());
        if (route.tls()) {
            List<String> offers = asking == null ? List.of("h2", "http/1.1") : List.of("http/1.1");
            String name = inTunnel && tunnel.name() != null
                    ? tunnel.name()
                    : route.target().host();
            connector.connectTls(route.target(), name, offers, connected);
        } else if (inTunnel) {
            connector.connect(route.target(), connected);
        } else {
            connector.connectHttp(route.target(), connected);
        }
    }

    /** A connection of HTTP/2 stands: all who wait share it, as far as it has room. */
    private void stands(Route route, ServerConnection connection) {
        if (starved.containsKey(connection)) {
            return;
        }
        ArrayDeque<Callback> waiting = awaited.remove(route);
        roomy.add(connection);
        for (Callback one : waiting) {
            ServerSide side = take(route.target(), route.tls(), false);
            if (side != null) {
                one.ready(side);
            } else {
                open(route.target(), route.tls(), false, one);
            }
        }
    }

    /**
     * The server takes no streams at present, which it may do for a short while (RFC 9113, 6.5.2): those who ask for it wait, for as
     * long as connecting may take.
     */
    private void starve(Http2ServerSide connection) {
        Route route = new Route(connection.peer().address(), connection.isTls());
        boolean others = awaited.putIfAbsent(route, new ArrayDeque<>()) != null;
        if (others && (connection.isAssumed() || connection.isGreeted())) {
            return; // they wait for another connection, which may stand sooner
        }
        Duration patience = client.proxy().settings().connectTimeout();
        Future<?> end =
                client.loop().schedule(() -> giveUp(connection, patience), patience.toMillis(), TimeUnit.MILLISECONDS);
        starved.put(connection, new Starved(route, end));
        connection.channel().closeFuture().addListener(closed -> giveUp(connection, null));
    }

    /** @param waited null if the connection ended */
    private void giveUp(Http2ServerSide connection, @Nullable Duration waited) {
        Starved over = starved.remove(connection);
        if (over == null) {
            return;
        }
        over.end().cancel(false);
        Failures.Failure failure = waited == null
                ? Failures.of(FlowError.Step.CONNECT, 502, over.route().target() + " " + connection.whyEnded())
                : Failures.of(
                        FlowError.Step.CONNECT,
                        504,
                        over.route().target() + " took no streams for " + waited.toMillis()
                                + " ms (its MAX_CONCURRENT_STREAMS is 0)");
        ArrayDeque<Callback> waiting = awaited.remove(over.route());
        if (connection.isIdle()) {
            connection.close();
        }
        waiting.forEach(one -> one.failed(failure));
    }

    /** The server chose HTTP/1.1: one of those who wait gets the connection, the others one each. */
    private void speaksHttp1(Route route, @Nullable Upstream upstream) {
        ArrayDeque<Callback> waiting = awaited.remove(route);
        if (upstream != null && !waiting.isEmpty()) {
            http1(upstream, route.tls()).offerTo(waiting.remove());
        }
        for (Callback one : waiting) {
            if (limit(route).isReached()) {
                await(route, one);
            } else {
                connect(route, one);
            }
        }
    }

    /**
     * Sends at once what was agreed upon to be HTTP/2 in the TLS handshake (RFC 9113, 3.4): the server's SETTINGS cost a round
     * trip, and some send them behind the first request. In the clear nothing is agreed upon: they are waited for, for a while,
     * and a server that does not send any is asked in HTTP/1.1.
     */
    private Http2ServerSide greet(Upstream upstream, Route route) {
        Http2ServerSide server = http2(upstream, route);
        if (route.tls()) {
            assume(route, server);
        }
        Duration limit = route.tls() ? null : client.proxy().settings().connectTimeout();
        server.greetWithin(SETTINGS_PATIENCE, () -> assume(route, server), limit);
        return server;
    }

    private void assume(Route route, Http2ServerSide server) {
        if (!server.isAssumed() && !closed) {
            server.assume();
            stands(route, server);
        }
    }

    private void greeted(Route route, Http2ServerSide server, Http2ServerSide.Greeting greeting) {
        if (!route.tls()) {
            facts.greeted(route.target(), greeting);
        }
        if (greeting == Http2ServerSide.Greeting.SETTINGS && !server.carriesWebSockets()) {
            facts.carriesNoWebSockets(route);
        }
        if (closed) {
            server.close();
        } else if (!server.isAssumed() && server.isActive()) {
            stands(route, server);
        } else if (!server.isAssumed()) {
            speaksHttp1(route, null);
        }
    }

    private Http2ServerSide http2(Upstream upstream, Route route) {
        Http2ServerSide server = Http2ServerSide.begin(
                upstream,
                route.tls(),
                this,
                silence(),
                client.proxy().settings().writeTimeout(),
                facts.streams(route),
                facts.areReadStrictly(),
                new Said(route));
        upstream.channel().config().setAutoRead(true);
        return server;
    }

    /** What a server of HTTP/2 says of itself. */
    private final class Said implements Http2ServerListener {
        private final Route route;

        Said(Route route) {
            this.route = route;
        }

        @Override
        public void greeted(Http2ServerSide server, Http2ServerSide.Greeting how) {
            Servers.this.greeted(route, server, how);
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

    /** After how much of it a server is asked: its answer too is to come within the time that it may be silent. */
    private Duration silence() {
        Duration ping = client.proxy().settings().http2().ping();
        Duration half = client.proxy().settings().idleTimeout().dividedBy(2);
        return ping.isZero() || ping.compareTo(half) > 0 ? half : ping;
    }

    private Http1ServerSide http1(Upstream upstream, boolean tls) {
        Http1ResponseDecoder decoder = new Http1ResponseDecoder(facts.areReadStrictly());
        Http1ServerSide server = new Http1ServerSide(
                upstream, tls, decoder, this, client.proxy().settings().idleTimeout());
        upstream.claim().addLast(HandlerNames.HTTP1, decoder).addLast(HandlerNames.SERVER, server);
        upstream.channel().config().setAutoRead(true);
        return server;
    }

    /** Keeps the connection, and closes the oldest idle one where there are too many. */
    @Override
    public void giveBack(ServerConnection connection) {
        if (closed) {
            connection.close();
            return;
        }
        Starved over = starved.remove(connection);
        if (over != null) {
            over.end().cancel(false);
            stands(over.route(), connection);
            return;
        }
        roomy.add(connection);
        Route wanted = wanted(connection);
        if (wanted != null) {
            serveSoon(wanted);
        }
        if (roomy.size() > mostIdle) {
            closeOldestIdle();
        }
    }

    /** Where this connection leads, if somebody waits for one that does. */
    private @Nullable Route wanted(ServerConnection connection) {
        for (Map.Entry<Route, ConnectionLimit> each : limits.entrySet()) {
            Route route = each.getKey();
            if (each.getValue().isAwaited() && connection.leadsTo(route.target(), route.tls())) {
                return route;
            }
        }
        return null;
    }

    private void closeOldestIdle() {
        for (Iterator<ServerConnection> i = roomy.iterator(); i.hasNext(); ) {
            ServerConnection oldest = i.next();
            if (oldest.isIdle()) {
                i.remove();
                oldest.close();
                return;
            }
        }
    }

    @Override
    public void remove(ServerConnection connection) {
        roomy.remove(connection);
        if (!closed && connection instanceof Http2ServerSide side && side.isStarved()) {
            starve(side);
        }
    }

    @Override
    public void close() {
        closed = true;
        limits.values().forEach(ConnectionLimit::clear);
        starved.values().forEach(wait -> wait.end().cancel(false));
        List<ServerConnection> silent = List.copyOf(starved.keySet());
        starved.clear();
        silent.forEach(ServerConnection::close);
        while (!roomy.isEmpty()) {
            roomy.remove().close();
        }
    }
}
