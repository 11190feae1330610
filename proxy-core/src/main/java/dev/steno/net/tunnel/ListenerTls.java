package dev.steno.net.tunnel;

import dev.steno.certs.KeyType;
import dev.steno.flow.FlowError;
import dev.steno.flow.Tls;
import dev.steno.net.channel.HandlerNames;
import dev.steno.net.conn.ClientConnection;
import dev.steno.net.tls.ClientHello;
import dev.steno.net.tls.PlaintextAlertHandler;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.SslHandler;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;

/**
 * The TLS handshake between a client and the listener itself: a proxy whose URL is https, or a reverse listener. The leaf
 * certificate is for the name that the client asks for, or else for the address that it connected to. Confined to the client's
 * event loop.
 */
public final class ListenerTls extends ClientTlsHandshake {
    private final List<String> protocols;

    /**
     * @param keys the types of server keys that the client accepts
     * @param protocols which of them is agreed to if the client offers it, the preferred one first
     */
    public ListenerTls(ClientConnection client, Tls hello, Set<KeyType> keys, List<String> protocols) {
        super(client, hello, keys);
        this.protocols = protocols;
    }

    /**
     * Begins the handshake.
     *
     * @param ready runs when the client's messages can be read: pass the bytes received so far to the pipeline
     * @param secured runs when the handshake is complete
     */
    public void beginHandshake(Runnable ready, Runnable secured) {
        mintLeaf(localNames(), ready, secured);
    }

    /** Many clients send no SNI for a name without a dot. */
    private List<String> localNames() {
        InetSocketAddress local = (InetSocketAddress) client.channel().localAddress();
        return local.getAddress().isLoopbackAddress() ? List.of("localhost") : List.of();
    }

    @Override
    String serverName() {
        return ClientHello.nameOr(hello.sni(), client.local().host());
    }

    @Override
    List<String> agreedProtocols() {
        return protocols;
    }

    @Override
    void addHandlers(ChannelPipeline pipeline, SslHandler tls, PlaintextAlertHandler alert) {
        pipeline.addFirst(HandlerNames.OUTER_TLS, tls).addFirst(HandlerNames.ALERT, alert);
    }

    @Override
    void recordFailure(FlowError error) {
        client.recordFailure(client.local(), null, "tls", error);
    }
}
