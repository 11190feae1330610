package dev.steno.net.tunnel;

import dev.steno.certs.KeyType;
import dev.steno.certs.Leaf;
import dev.steno.flow.FlowError;
import dev.steno.flow.Times;
import dev.steno.flow.Tls;
import dev.steno.net.channel.Failures;
import dev.steno.net.channel.HandlerNames;
import dev.steno.net.conn.ClientConnection;
import dev.steno.net.tls.CertificateRefusal;
import dev.steno.net.tls.ClientHello;
import dev.steno.net.tls.PlaintextAlertHandler;
import dev.steno.net.tls.TlsFacts;
import dev.steno.net.tls.TlsTrace;
import io.netty.channel.Channel;
import io.netty.handler.ssl.SslHandler;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;

/**
 * The TLS handshake between a client and the listener itself: a proxy whose URL is https, or a reverse listener. The leaf
 * certificate is for the name that the client asks for, or else for the address that it connected to. Confined to the client's
 * event loop, except that certificates are minted on another thread. A failure is recorded and closes the connection.
 */
public final class ListenerTls {
    private final ClientConnection client;
    private final Tls hello;
    private final Set<KeyType> keys;
    private final List<String> protocols;
    private boolean over;

    /**
     * @param keys the keys of servers that the client takes
     * @param protocols which of them is agreed to where the client offers it, the preferred one first
     */
    public ListenerTls(ClientConnection client, Tls hello, Set<KeyType> keys, List<String> protocols) {
        this.client = client;
        this.hello = hello;
        this.keys = keys;
        this.protocols = protocols;
    }

    /**
     * Begins.
     *
     * @param ready runs when the handshake may begin: pass the bytes received so far to the pipeline
     * @param secured runs when the handshake is complete
     */
    public void begin(Runnable ready, Runnable secured) {
        String name = name();
        client.proxy()
                .mint()
                .leaf(name, names(), keys)
                .whenComplete((leaf, error) -> client.loop().execute(() -> {
                    if (!client.channel().isActive()) {
                        return;
                    }
                    if (error != null) {
                        fail("no certificate could be made for " + name + ": " + Failures.text(error));
                        client.channel().close();
                    } else {
                        show(leaf, secured);
                        ready.run();
                    }
                }));
    }

    private String name() {
        return ClientHello.nameOr(hello.sni(), client.local().host());
    }

    /** Many clients send no SNI for a name without a dot. */
    private List<String> names() {
        InetSocketAddress local = (InetSocketAddress) client.channel().localAddress();
        return local.getAddress().isLoopbackAddress() ? List.of("localhost") : List.of();
    }

    private void show(Leaf leaf, Runnable secured) {
        Channel channel = client.channel();
        SslHandler tls = client.proxy().tls().towardsClient(channel.alloc(), leaf, protocols);
        TlsTrace.begun(client.trace(), this, name(), protocols);
        PlaintextAlertHandler alert = new PlaintextAlertHandler();
        channel.pipeline().addFirst(HandlerNames.OUTER_TLS, tls).addFirst(HandlerNames.ALERT, alert);
        tls.handshakeFuture().addListener(future -> {
            client.proxy().tls().shown(leaf);
            if (channel.isActive()) {
                channel.pipeline().remove(alert);
            }
            if (future.isSuccess()) {
                over = true;
                client.speaksTls(TlsFacts.ofClient(hello, tls, TlsFacts.certificate(leaf)));
                TlsTrace.done(client.trace(), this, client.peer().tls());
                secured.run();
            } else {
                TlsTrace.failed(client.trace(), this, future.cause());
                fail(CertificateRefusal.why(future.cause(), alert));
                channel.close();
            }
        });
    }

    /** The client disconnected; recorded if the handshake was not complete. */
    public void clientGone() {
        fail(CertificateRefusal.LEFT);
    }

    private void fail(String message) {
        if (!over) {
            over = true;
            client.recordFailure(
                    client.local(), null, "tls", new FlowError(FlowError.Step.CLIENT_TLS, message, Times.now()));
        }
    }
}
