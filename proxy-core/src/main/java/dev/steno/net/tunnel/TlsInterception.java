package dev.steno.net.tunnel;

import dev.steno.addon.Hook;
import dev.steno.certs.KeyType;
import dev.steno.flow.Endpoint;
import dev.steno.flow.FlowError;
import dev.steno.net.channel.HandlerNames;
import dev.steno.net.conn.ClientConnection;
import dev.steno.net.tls.Alpn;
import dev.steno.net.tls.CertificateRefusal;
import dev.steno.net.tls.ClientHello;
import dev.steno.net.tls.PlaintextAlertHandler;
import dev.steno.net.tls.TlsContexts;
import dev.steno.net.tls.TlsLayers;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.SslHandler;
import java.nio.channels.ClosedChannelException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Intercepts a tunnel's TLS: first the handshake with the server, then the one with the client, which gets a leaf minted for
 * the names in the server's certificate. If the server fails, the client is still answered over TLS, so that a browser can show
 * the reason. Confined to the client's event loop.
 */
final class TlsInterception extends ClientTlsHandshake {
    private final TunnelUpstream server;
    private final Endpoint target;
    private final CertificateReaction shown;

    /** @param keys the types of server keys that the client accepts */
    TlsInterception(ClientConnection client, TunnelUpstream server, Hook.TlsHello hello, Set<KeyType> keys) {
        super(client, hello.hello(), keys);
        this.server = server;
        this.target = hello.target();
        this.shown = new CertificateReaction(client, hello);
    }

    /**
     * Begins the handshake with the server, then the one with the client.
     *
     * @param ready runs when the client's messages can be read: pass the bytes received so far to the pipeline
     * @param secured runs when the client's handshake is complete
     */
    void beginHandshakes(Runnable ready, Runnable secured) {
        String name = serverName();
        server.whenTried(() -> {
            if (server.failure() != null) {
                answerClient(List.of(), ready, secured);
            } else {
                boolean http2 =
                        client.mayBeHttp2() && client.proxy().tlsVersions().mayBeHttp2(target);
                List<String> offers = Alpn.towardsServer(hello.alpnOffers(), http2);
                server.beginHandshake(name, offers, names -> answerClient(names, ready, secured));
            }
        });
    }

    /** The handshake with the server succeeded or failed: begins the client's, unless the failure could not be reported to the client. */
    private void answerClient(List<String> mirrored, Runnable ready, Runnable secured) {
        if (server.failure() != null && !Alpn.mayBeHttp(hello.alpnOffers())) {
            fail(server.failure().error());
        } else {
            mintLeaf(mirrored, ready, secured);
        }
    }

    /** The protocol that the server chose, which is not HTTP; null if it may be HTTP. */
    @Nullable
    String foreignProtocol() {
        String chosen = server.protocol();
        return Alpn.isForeign(chosen) ? chosen : null;
    }

    /** A protocol that only client and server can speak is agreed to if the server chose it. */
    @Override
    List<String> agreedProtocols() {
        String foreign = foreignProtocol();
        return foreign == null ? TlsContexts.http(agreesToHttp2()) : List.of(foreign);
    }

    /**
     * Whether the client gets HTTP/2 if it offers it: what the server chose is mirrored, so that the client learns what the
     * server speaks. A client that offers no HTTP/1.1 gets HTTP/2 all the same, as does one whose server could not be reached.
     */
    private boolean agreesToHttp2() {
        boolean mirrors = server.failure() == null
                && !server.speaksHttp2()
                && hello.alpnOffers().contains("http/1.1")
                && !client.proxy().settings().http2().always();
        return client.mayBeHttp2() && !mirrors;
    }

    /** The name that the client asks for, if it is valid; some clients append a port. */
    @Override
    String serverName() {
        return ClientHello.nameOr(hello.sni(), target.host());
    }

    @Override
    void addHandlers(ChannelPipeline pipeline, SslHandler tls, PlaintextAlertHandler alert) {
        TlsLayers.addInner(pipeline, HandlerNames.INNER_TLS, tls);
        TlsLayers.addInner(pipeline, HandlerNames.ALERT, alert);
    }

    @Override
    void clientAccepted(SslHandler tls) {
        shown.observeNextBytes(tls);
    }

    /** Whether the client closed the connection right after the handshake, without having sent data. */
    boolean clientLeftAtOnce() {
        return shown.clientLeftAtOnce();
    }

    @Override
    void clientRefused(Throwable cause, PlaintextAlertHandler alert) {
        if (CertificateRefusal.distrusts(cause, alert)) {
            shown.certificateRefused();
        } else if (cause instanceof ClosedChannelException) {
            shown.clientLeft("during the TLS handshake");
        }
    }

    @Override
    void recordFailure(FlowError error) {
        client.recordFailure(target, server.peer(), "tls", error);
    }
}
