package dev.steno.stats;

import dev.steno.flow.Flow;
import dev.steno.flow.FlowError;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.Peer;
import dev.steno.flow.TcpFlow;
import dev.steno.flow.Times;
import dev.steno.flow.Tls;
import dev.steno.store.Place;
import dev.steno.store.SessionException;
import dev.steno.store.SessionReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One connection of a client, summed up from its flows. Connections are no rows of a session, so the newest flows are read.
 * For one thread; unchanged once it was returned.
 */
public final class ConnectionSums {
    /** Upper bound on the flows that are read. */
    private static final int FLOWS = 5_000;

    private static final int PAGE = 250;

    private final Flow last;
    private @Nullable Peer server;
    private long flows;
    private long up;
    private long down;
    private long ended = Times.UNSET;

    /** @param last the connection's newest flow */
    private ConnectionSums(Flow last) {
        this.last = last;
    }

    /**
     * Returns the newest connections, the newest first.
     *
     * @param limit the highest number of them
     * @param cancelled polled meanwhile; if it is true, what was found so far is returned
     */
    public static List<ConnectionSums> newest(SessionReader reader, int limit, BooleanSupplier cancelled)
            throws SessionException {
        Map<Long, ConnectionSums> found = new LinkedHashMap<>();
        Place after = Place.START;
        int read = 0;
        List<Flow> page;
        do {
            page = reader.page(after, PAGE, true);
            for (Flow flow : page) {
                after = Place.of(flow);
                ConnectionSums sums = found.get(flow.client().connection());
                if (sums == null && found.size() < limit) {
                    sums = new ConnectionSums(flow);
                    found.put(flow.client().connection(), sums);
                }
                if (sums != null) {
                    sums.add(flow);
                }
            }
            read += page.size();
        } while (!page.isEmpty() && read < FLOWS && !cancelled.getAsBoolean());
        return new ArrayList<>(found.values());
    }

    /** Flows come newest first. */
    private void add(Flow flow) {
        flows++;
        up += flow.sentByClient();
        down += flow.sentByServer();
        if (server == null) {
            server = flow.server();
        }
        if (Times.isSet(flow.duration())) {
            ended = Math.max(ended, flow.started() + flow.duration());
        }
    }

    /** Returns the connection's number. */
    public long id() {
        return last.client().connection();
    }

    /** Returns the client's address and port. */
    public String client() {
        return last.client().address().toString();
    }

    /** Returns the address and port of the server of the newest flow that reached one; null if none did. */
    public @Nullable String server() {
        Peer reached = server;
        return reached == null ? null : reached.address().toString();
    }

    /** Returns the host that the newest flow was for. */
    public String host() {
        return last instanceof HttpFlow http
                ? http.request().host()
                : ((TcpFlow) last).target().host();
    }

    /** Returns the protocol that was agreed on with the client; null without TLS or agreement. */
    public @Nullable String alpn() {
        Tls tls = last.client().tls();
        return tls == null ? null : tls.alpn();
    }

    /** Returns version and cipher with the client; null without TLS. */
    public @Nullable String tlsOfClient() {
        return text(last.client().tls());
    }

    /** Returns version and cipher with the server; null without TLS. */
    public @Nullable String tlsOfServer() {
        Peer reached = server;
        return reached == null ? null : text(reached.tls());
    }

    private static @Nullable String text(@Nullable Tls tls) {
        return tls == null || tls.version() == null ? null : tls.version() + " " + tls.cipher();
    }

    public long flows() {
        return flows;
    }

    /** Returns the bytes that the client sent. */
    public long up() {
        return up;
    }

    /** Returns the bytes that servers sent. */
    public long down() {
        return down;
    }

    /** Returns when it was accepted, in nanoseconds since the epoch. */
    public long started() {
        return last.client().started();
    }

    /** Returns when its last flow ended, in nanoseconds since the epoch; {@link Times#UNSET} if none has. */
    public long ended() {
        return ended;
    }

    /** Returns the error of the newest flow; null if it has none. */
    public @Nullable String error() {
        FlowError error = last.error();
        return error == null ? null : error.message();
    }
}
