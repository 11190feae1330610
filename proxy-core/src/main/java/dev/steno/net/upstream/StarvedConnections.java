package dev.steno.net.upstream;

import dev.steno.flow.FlowError;
import dev.steno.net.channel.Failures;
import dev.steno.net.http.UpstreamConnection;
import dev.steno.net.http.UpstreamProvider;
import dev.steno.net.http2.Http2UpstreamConnectionHandler;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one pool whose server currently allows no streams, which it may do for a short time (RFC 9113, 6.5.2).
 * Confined to the client's event loop. A connection that stays so for too long, or is closed, fails the exchanges queued for it.
 */
final class StarvedConnections {
    private final EventLoop loop;
    private final Function<UpstreamRoute, Queue<UpstreamProvider.Callback>> queued;
    private final Map<UpstreamConnection, Starved> starved = new HashMap<>();

    /** @param end the timer that ends the wait */
    private record Starved(UpstreamRoute route, Future<?> end) {}

    /** @param queued removes the exchanges that are queued for a route from the pool, to be failed */
    StarvedConnections(EventLoop loop, Function<UpstreamRoute, Queue<UpstreamProvider.Callback>> queued) {
        this.loop = loop;
        this.queued = queued;
    }

    boolean contains(UpstreamConnection connection) {
        return starved.containsKey(connection);
    }

    /** @param patience how long its exchanges wait for streams */
    void addConnection(Http2UpstreamConnectionHandler connection, UpstreamRoute route, Duration patience) {
        Future<?> end = loop.schedule(() -> timedOut(connection, patience), patience.toMillis(), TimeUnit.MILLISECONDS);
        starved.put(connection, new Starved(route, end));
        connection.channel().closeFuture().addListener(closed -> connectionClosed(connection));
    }

    private void timedOut(Http2UpstreamConnectionHandler connection, Duration waited) {
        UpstreamRoute route = removeConnection(connection);
        if (route != null) {
            String message = route.target() + " allowed no streams for " + waited.toMillis()
                    + " ms (its MAX_CONCURRENT_STREAMS is 0)";
            failExchanges(connection, route, Failures.of(FlowError.Step.CONNECT, 504, message));
        }
    }

    private void connectionClosed(Http2UpstreamConnectionHandler connection) {
        UpstreamRoute route = removeConnection(connection);
        if (route != null) {
            String message = route.target() + " " + connection.whyEnded();
            failExchanges(connection, route, Failures.of(FlowError.Step.CONNECT, 502, message));
        }
    }

    private void failExchanges(
            Http2UpstreamConnectionHandler connection, UpstreamRoute route, Failures.Failure failure) {
        Queue<UpstreamProvider.Callback> exchanges = queued.apply(route);
        if (connection.isIdle()) {
            connection.close();
        }
        exchanges.forEach(one -> one.openFailed(failure));
    }

    /** Removes a connection that has streams again, or ended. Returns its route; null if it was not starved. */
    @Nullable
    UpstreamRoute removeConnection(UpstreamConnection connection) {
        Starved removed = starved.remove(connection);
        if (removed == null) {
            return null;
        }
        removed.end().cancel(false);
        return removed.route();
    }

    void closeAll() {
        List<UpstreamConnection> all = List.copyOf(starved.keySet());
        starved.values().forEach(one -> one.end().cancel(false));
        starved.clear();
        all.forEach(UpstreamConnection::close);
    }
}
