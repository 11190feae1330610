package dev.steno.net.tunnel;

import dev.steno.addon.Hook;
import dev.steno.certs.KeyType;
import dev.steno.certs.Leaf;
import dev.steno.flow.FlowError;
import dev.steno.flow.Times;
import dev.steno.flow.Tls;
import dev.steno.net.channel.Draining;
import dev.steno.net.channel.Failures;
import dev.steno.net.conn.ClientConnection;
import dev.steno.net.tls.CertificateRefusal;
import dev.steno.net.tls.PlaintextAlertHandler;
import dev.steno.net.tls.TlsFacts;
import dev.steno.net.tls.TlsTrace;
import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.SslHandler;
import java.util.List;
import java.util.Set;

/**
 * The TLS handshake with a client: mints a leaf certificate, shows it, and records the result. Its subclasses say for which name,
 * in which layer of the pipeline and what a failure belongs to. Confined to the client's event loop, except that certificates are
 * minted on another thread. A failure is recorded once and closes the client's connection.
 */
abstract class ClientTlsHandshake {
    /** How far the handshake is. */
    private enum Stage {
        /** The leaf is minted, or messages are exchanged. */
        UNDER_WAY,
        /** The handshake is complete. */
        SECURED,
        /** A failure was recorded, or the client disconnected. */
        FAILED
    }

    final ClientConnection client;
    final Tls hello;
    private final Set<KeyType> keys;
    private Stage stage = Stage.UNDER_WAY;

    /** @param keys the types of server keys that the client accepts */
    ClientTlsHandshake(ClientConnection client, Tls hello, Set<KeyType> keys) {
        this.client = client;
        this.hello = hello;
        this.keys = keys;
    }

    // ---- where the handshakes differ

    /** The host that the leaf is for. */
    abstract String serverName();

    /** Which application protocols are agreed to if the client offers them, the preferred one first. */
    abstract List<String> agreedProtocols();

    /** Adds the TLS handler to the pipeline, and before it the one that reads alerts. */
    abstract void addHandlers(ChannelPipeline pipeline, SslHandler tls, PlaintextAlertHandler alert);

    /** The handshake is complete. Called before {@code secured} runs. */
    void clientAccepted(SslHandler tls) {}

    /** The handshake failed. Called before the failure is recorded. */
    void clientRefused(Throwable cause, PlaintextAlertHandler alert) {}

    /** Writes a failure to the record. */
    abstract void recordFailure(FlowError error);

    // ---- the handshake

    /**
     * Mints the leaf, then begins the handshake.
     *
     * @param names further names for the leaf
     * @param ready runs when the client's messages can be read: pass the bytes received so far to the pipeline
     * @param secured runs when the handshake is complete
     */
    final void mintLeaf(List<String> names, Runnable ready, Runnable secured) {
        String name = serverName();
        client.proxy()
                .mint()
                .leaf(name, names, keys)
                .thenCombine(client.proxy().tlsSetup().whenReady(), (leaf, tls) -> leaf)
                .whenComplete((leaf, error) -> client.loop().execute(() -> {
                    if (!client.channel().isActive()) {
                        return;
                    }
                    if (error != null) {
                        fail("no certificate could be made for " + name + ": " + Failures.text(error));
                    } else {
                        showLeaf(leaf, secured);
                        ready.run();
                    }
                }));
    }

    private void showLeaf(Leaf leaf, Runnable secured) {
        Channel channel = client.channel();
        List<String> agreed = agreedProtocols();
        SslHandler tls = client.proxy().tls().towardsClient(channel.alloc(), leaf, agreed);
        TlsTrace.begun(client.trace(), this, serverName(), agreed);
        PlaintextAlertHandler alert = new PlaintextAlertHandler();
        addHandlers(channel.pipeline(), tls, alert);
        tls.handshakeFuture().addListener(future -> {
            client.proxy().tls().leafShown(leaf);
            if (channel.isActive()) {
                channel.pipeline().remove(alert);
            }
            if (future.isSuccess()) {
                stage = Stage.SECURED;
                client.speaksTls(TlsFacts.ofClient(hello, tls, TlsFacts.certificate(leaf)));
                TlsTrace.done(client.trace(), this, client.peer().tls());
                client.tell(Hook.CLIENT_TLS, null, null, null);
                clientAccepted(tls);
                secured.run();
            } else {
                TlsTrace.failed(client.trace(), this, future.cause());
                if (!isOver()) {
                    clientRefused(future.cause(), alert);
                    fail(CertificateRefusal.why(future.cause(), alert));
                }
            }
        });
    }

    /** Whether the handshake is complete or has failed; a failure is then recorded. */
    final boolean isOver() {
        return stage != Stage.UNDER_WAY;
    }

    /** Whether the handshake is complete. */
    final boolean isSecured() {
        return stage == Stage.SECURED;
    }

    /** The client disconnected; recorded if the handshake was not complete. */
    public final void clientGone() {
        failOnce(new FlowError(FlowError.Step.CLIENT_TLS, CertificateRefusal.LEFT, Times.now()));
    }

    /** The proxy shuts down, and closes the connection next; recorded if the handshake was not complete. */
    public final void proxyStops() {
        failOnce(new FlowError(FlowError.Step.CLIENT_TLS, Draining.CUT_OFF, Times.now()));
    }

    private void fail(String message) {
        fail(new FlowError(FlowError.Step.CLIENT_TLS, message, Times.now()));
    }

    /** Records a failure and closes the client's connection. */
    final void fail(FlowError error) {
        failOnce(error);
        client.channel().close();
    }

    private void failOnce(FlowError error) {
        if (stage == Stage.UNDER_WAY) {
            stage = Stage.FAILED;
            recordFailure(error);
            client.tell(Hook.CLIENT_TLS, null, null, error);
        }
    }
}
