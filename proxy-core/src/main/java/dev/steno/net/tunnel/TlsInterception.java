package dev.steno.net.tunnel;

import dev.steno.addon.Hook;
import dev.steno.certs.KeyType;
import dev.steno.flow.Endpoint;
import dev.steno.flow.FlowError;
import dev.steno.flow.Tls;
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
    private boolean withoutServer;
    private Hook.@Nullable KnownServer known; // in place of the server
    private boolean securing; // TLS with the server was begun after that with the client
    private Runnable whenSecured = () -> {};

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

    /**
     * Begins the client's handshake without a server.
     *
     * @param by what is known of the server; null for a leaf for the client's server name alone, and the client's version of HTTP
     * @param ready as for {@link #beginHandshakes}
     */
    void beginWithoutServer(Hook.@Nullable KnownServer by, Runnable ready, Runnable secured) {
        withoutServer = true;
        known = by;
        mintLeaf(by == null ? List.of() : by.names(), ready, secured);
    }

    /** Whether TLS with the client is established or begun, and nothing was begun with the server. */
    boolean isWithoutServer() {
        return withoutServer;
    }

    /**
     * Runs the action once TLS with the server is established or has failed; begins it if that was left out. Only the last
     * action that was given before that runs.
     */
    void whenServerSecured(Runnable action) {
        if (!withoutServer && !securing) {
            server.whenTried(action);
            return;
        }
        whenSecured = action;
        if (!securing) {
            withoutServer = false;
            securing = true;
            server.whenTried(this::secureServer);
        }
    }

    private void secureServer() {
        Tls agreed = client.peer().tls();
        String protocol = agreed == null ? null : agreed.alpn();
        if (server.failure() == null) {
            List<String> offers = protocol == null ? List.of() : List.of(protocol);
            server.beginHandshake(serverName(), offers, names -> serverSecured());
        } else {
            serverSecured();
        }
    }

    private void serverSecured() {
        securing = false;
        whenSecured.run();
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
     * server speaks. A client that offers no HTTP/1.1 gets HTTP/2 all the same, as does one whose server could not be reached, or is not
     * connected yet and not known.
     */
    private boolean agreesToHttp2() {
        Hook.KnownServer recorded = known;
        boolean speaksHttp2 = withoutServer ? recorded == null || recorded.http2() : server.speaksHttp2();
        boolean mirrors = server.failure() == null
                && !speaksHttp2
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
