package dev.steno.net.tunnel;

import dev.steno.addon.Hook;
import dev.steno.addon.Verdict;
import dev.steno.exchange.stream.RawStreamRelay;
import dev.steno.flow.Endpoint;
import dev.steno.flow.FlowError;
import dev.steno.flow.Notes;
import dev.steno.flow.TcpFlow;
import dev.steno.flow.Times;
import dev.steno.net.conn.ClientConnection;
import dev.steno.net.http.UpstreamChannel;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A tunnel that is known to carry a raw stream, opened for a client without a socket: addons decide on it, its server is connected,
 * with TLS if that is wanted, and the stream is relayed. On the event loop of its client.
 */
public final class RawTunnel {
    /** What becomes of the tunnel; one call, which may come before {@link #open} returns. */
    public interface Callback {
        /**
         * The stream is relayed, and its flow was published. {@link ChannelRelay#startReading} is up to the caller.
         *
         * @param flow supplies the newest revision
         */
        void joined(ChannelRelay relay, Supplier<TcpFlow> flow);

        /** There is no stream; the flow that says so was published. */
        void failed(TcpFlow flow);

        /** There is no stream, and nothing is recorded at present. */
        void refused(String why);
    }

    private final ClientConnection client;
    private final Endpoint target;
    private final @Nullable String serverName;
    private final List<String> alpn;
    private final Notes notes;
    private final Callback callback;
    private final TunnelUpstream server;
    private boolean over; // the callback was called, or the tunnel was closed

    /**
     * @param client whose channel is the client's end of the relay
     * @param serverName the name in TLS with the server; null without TLS
     * @param alpn the protocols that are offered to the server
     * @param notes those that the flow begins with
     */
    public RawTunnel(
            ClientConnection client,
            Endpoint target,
            @Nullable String serverName,
            List<String> alpn,
            Notes notes,
            Callback callback) {
        this.client = client;
        this.target = target;
        this.serverName = serverName;
        this.alpn = alpn;
        this.notes = notes;
        this.callback = callback;
        this.server = new TunnelUpstream(client, target, () -> {});
    }

    /** Begins. */
    public void open() {
        Hook.TunnelStart start = new Hook.TunnelStart(client.peer(), target);
        client.proxy().addons().hooks().run(Hook.TUNNEL, 0, start, limit -> {}, client.loop(), outcome -> {
            if (outcome.verdict() instanceof Verdict.Drop<Hook.TunnelStart> drop) {
                fail(new FlowError(FlowError.Step.ADDON, drop.reason(), Times.now()));
            } else {
                boolean passedThrough = outcome.verdict() instanceof Verdict.Tunnel<Hook.TunnelStart>;
                server.whenTried(() -> secure(!passedThrough));
            }
        });
    }

    private void secure(boolean keepMessages) {
        String name = serverName;
        if (name == null || server.failure() != null) {
            relay(keepMessages);
        } else {
            server.beginHandshake(name, alpn, names -> relay(keepMessages));
        }
    }

    private void relay(boolean keepMessages) {
        String refusal = client.proxy().addons().record().refusal();
        if (over) {
            return;
        }
        if (refusal != null) {
            close();
            callback.refused(refusal);
            return;
        }
        if (server.failure() != null) {
            fail(server.failure().error());
            return;
        }
        over = true;
        String chosen = server.protocol();
        String protocol = chosen == null || chosen.isEmpty() ? "tcp" : chosen;
        UpstreamChannel upstream = server.takeForRelay();
        RelayedFlow relayed = new RelayedFlow();
        ChannelRelay relay = ChannelRelay.join(client, upstream.channel(), wire -> {
            RawStreamRelay stream = new RawStreamRelay(
                    client.proxy().addons(),
                    wire,
                    client.loop(),
                    client.peer(),
                    upstream.peer(),
                    target,
                    protocol,
                    0,
                    keepMessages,
                    notes);
            relayed.stream = stream;
            return stream;
        });
        callback.joined(relay, relayed);
        server.releaseEarlyBytes(upstream);
    }

    /** The flow of a stream that the relay creates. */
    private static final class RelayedFlow implements Supplier<TcpFlow> {
        private @Nullable RawStreamRelay stream;

        @Override
        public TcpFlow get() {
            if (stream == null) {
                throw new IllegalStateException("the relay was not joined");
            }
            return stream.flow();
        }
    }

    private void fail(FlowError error) {
        if (over) {
            return;
        }
        close();
        callback.failed(RawStreamRelay.recordFailure(
                client.proxy().addons(), client.peer(), server.peer(), target, "tcp", error, notes));
    }

    /**
     * Ends the attempt; does nothing if it is over.
     *
     * @param why the recorded reason
     */
    public void cancel(String why) {
        fail(new FlowError(FlowError.Step.CONNECT, why, Times.now()));
    }

    private void close() {
        over = true;
        server.close();
    }
}
