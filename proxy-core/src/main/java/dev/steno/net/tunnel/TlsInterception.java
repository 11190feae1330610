package dev.steno.net.tunnel;

import dev.steno.addon.Hook;
import dev.steno.certs.KeyType;
import dev.steno.certs.Leaf;
import dev.steno.flow.Endpoint;
import dev.steno.flow.FlowError;
import dev.steno.flow.Times;
import dev.steno.flow.Tls;
import dev.steno.net.channel.Failures;
import dev.steno.net.channel.HandlerNames;
import dev.steno.net.conn.ClientConnection;
import dev.steno.net.tls.Alpn;
import dev.steno.net.tls.CertificateRefusal;
import dev.steno.net.tls.ClientHello;
import dev.steno.net.tls.PlaintextAlertHandler;
import dev.steno.net.tls.TlsContexts;
import dev.steno.net.tls.TlsFacts;
import dev.steno.net.tls.TlsLayers;
import dev.steno.net.tls.TlsTrace;
import io.netty.channel.Channel;
import io.netty.handler.ssl.SslHandler;
import java.nio.channels.ClosedChannelException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Intercepts a tunnel's TLS: first the handshake with the server, then the one with the client, which gets a leaf minted for
 * the names in the server's certificate. If the server fails, the client is still answered over TLS, so that a browser can show
 * the reason. Confined to the client's event loop, except that certificates are minted on another thread.
 */
final class TlsInterception {
    private final ClientConnection client;
    private final TunnelUpstream server;
    private final Endpoint target;
    private final Tls hello;
    private final Set<KeyType> keys;
    private final CertificateReaction shown;
    private Runnable secured = () -> {};
    private boolean over;
    private boolean stands;

    /** @param keys the keys of servers that the client takes */
    TlsInterception(ClientConnection client, TunnelUpstream server, Hook.TlsHello hello, Set<KeyType> keys) {
        this.client = client;
        this.server = server;
        this.target = hello.target();
        this.hello = hello.hello();
        this.keys = keys;
        this.shown = new CertificateReaction(client, hello);
    }

    /**
     * Begins.
     *
     * @param ready runs when the client's handshake may begin: pass the bytes received so far to the pipeline
     * @param secured runs when the client's handshake is complete
     */
    void begin(Runnable ready, Runnable secured) {
        this.secured = secured;
        String name = serverName();
        server.whenTried(() -> {
            if (server.failure() != null) {
                answer(name, List.of(), ready);
            } else {
                boolean http2 =
                        client.mayBeHttp2() && client.proxy().tlsVersions().mayBeHttp2(target);
                List<String> offers = Alpn.towardsServer(hello.alpnOffers(), http2);
                server.handshake(name, offers, names -> answer(name, names, ready));
            }
        });
    }

    /** The handshake with the server succeeded or failed: begins the client's, unless the failure could not be reported to the client. */
    private void answer(String name, List<String> mirrored, Runnable ready) {
        if (server.failure() != null && !Alpn.mayBeHttp(hello.alpnOffers())) {
            fail(server.failure().error());
            client.channel().close();
        } else {
            mint(name, mirrored, ready);
        }
    }

    /** The protocol that the server chose, which is not HTTP; null where it may be HTTP that is spoken. */
    @Nullable
    String foreignProtocol() {
        String chosen = server.protocol();
        return Alpn.isForeign(chosen) ? chosen : null;
    }

    /** A protocol that only client and server can speak is agreed to if the server chose it. */
    private List<String> protocols() {
        String foreign = foreignProtocol();
        return foreign == null ? TlsContexts.http(agreesToHttp2()) : List.of(foreign);
    }

    /**
     * Whether the client gets HTTP/2 if it offers it: what the server chose is mirrored, so that a client knows what it is
     * in front of. A client that takes nothing else, or whose server is not known, is agreed with all the same.
     */
    private boolean agreesToHttp2() {
        boolean mirrors = server.failure() == null
                && !server.speaksHttp2()
                && hello.alpnOffers().contains("http/1.1")
                && !client.proxy().settings().http2().always();
        return client.mayBeHttp2() && !mirrors;
    }

    /** The name that the client asks for, if it is valid; some clients append a port. */
    String serverName() {
        return ClientHello.nameOr(hello.sni(), target.host());
    }

    private void mint(String name, List<String> mirrored, Runnable ready) {
        client.proxy()
                .mint()
                .leaf(name, mirrored, keys)
                .whenComplete((leaf, error) -> client.loop().execute(() -> {
                    if (!client.channel().isActive()) {
                        return;
                    }
                    if (error != null) {
                        fail("no certificate could be made for " + name + ": " + Failures.text(error));
                        client.channel().close();
                    } else {
                        show(leaf);
                        ready.run();
                    }
                }));
    }

    private void show(Leaf leaf) {
        Channel channel = client.channel();
        List<String> agreed = protocols();
        SslHandler tls = client.proxy().tls().towardsClient(channel.alloc(), leaf, agreed);
        TlsTrace.begun(client.trace(), this, serverName(), agreed);
        PlaintextAlertHandler alert = new PlaintextAlertHandler();
        TlsLayers.addInner(channel.pipeline(), HandlerNames.INNER_TLS, tls);
        TlsLayers.addInner(channel.pipeline(), HandlerNames.ALERT, alert);
        tls.handshakeFuture().addListener(future -> {
            client.proxy().tls().shown(leaf);
            if (channel.isActive()) {
                channel.pipeline().remove(alert);
            }
            if (future.isSuccess()) {
                over = true;
                stands = true;
                client.speaksTls(TlsFacts.ofClient(hello, tls, TlsFacts.certificate(leaf)));
                TlsTrace.done(client.trace(), this, client.peer().tls());
                shown.taken(tls);
                secured.run();
            } else {
                TlsTrace.failed(client.trace(), this, future.cause());
                if (CertificateRefusal.distrusts(future.cause(), alert)) {
                    shown.refused();
                } else if (future.cause() instanceof ClosedChannelException) {
                    shown.left("during the TLS handshake");
                }
                fail(CertificateRefusal.why(future.cause(), alert));
                channel.close();
            }
        });
    }

    /** Whether the handshake with the client is complete or has failed; a failure is then recorded. */
    boolean isOver() {
        return over;
    }

    /** Whether the handshake with the client is complete. */
    boolean isSecured() {
        return stands;
    }

    /** The client disconnected; recorded if the handshake was not complete. */
    void clientGone() {
        fail(CertificateRefusal.LEFT);
    }

    private void fail(String message) {
        fail(new FlowError(FlowError.Step.CLIENT_TLS, message, Times.now()));
    }

    private void fail(FlowError error) {
        if (!over) {
            over = true;
            client.recordFailure(target, server.peer(), "tls", error);
        }
    }
}
