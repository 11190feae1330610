package dev.steno.net.http3;

import dev.steno.certs.Leaf;
import dev.steno.certs.LeafMint;
import dev.steno.net.channel.Addresses;
import dev.steno.net.tls.ClientHello;
import dev.steno.net.tls.TlsContexts;
import io.netty.handler.codec.quic.QuicChannel;
import io.netty.handler.codec.quic.QuicSslContext;
import io.netty.handler.codec.quic.QuicSslContextBuilder;
import io.netty.handler.codec.quic.QuicSslEngine;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/**
 * The TLS of QUIC connections from clients (RFC 9001), whose engine is not that of TCP. A connection shows the leaf for the
 * name in its SNI; without SNI, for the address that it reached. Created once, if there is a QUIC listener; owns the thread
 * {@code quic-tls}.
 */
public final class QuicTls {
    private static final long IDLE_SECONDS = 30;

    private final LeafMint mint;
    private final QuicKeys keys = new QuicKeys();
    private final QuicSslContext context;
    private final ThreadPoolExecutor thread =
            new ThreadPoolExecutor(1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                Thread made = new Thread(task, "quic-tls");
                made.setDaemon(true);
                return made;
            });

    public QuicTls(LeafMint mint, TlsContexts contexts) {
        this.mint = mint;
        AtomicReference<QuicSslContext> own = new AtomicReference<>();
        this.context = QuicSslContextBuilder.forServer(keys, null)
                .applicationProtocols("h3") // Netty's list would prefer drafts of HTTP/3
                .keylog(contexts.quicKeyLog())
                .sni(name -> own.get()) // one context for all names; an event names the SNI to the connection
                .build();
        own.set(context);
        thread.allowCoreThreadTimeOut(true);
    }

    /** The thread on which handshakes may block. */
    Executor thread() {
        return thread;
    }

    /** Creates the engine of a new connection. */
    QuicSslEngine engine(QuicChannel channel) {
        QuicSslEngine engine = context.newEngine(channel.alloc());
        expect(channel, engine, null);
        return engine;
    }

    /**
     * Registers the leaf for the connection.
     *
     * @param sni the name that the client asks for; null for the address that it reached
     */
    void expect(QuicChannel channel, SSLEngine engine, @Nullable String sni) {
        InetSocketAddress local = (InetSocketAddress) channel.localSocketAddress();
        String name = ClientHello.nameOr(sni, Addresses.of(local).host());
        List<String> more = local.getAddress().isLoopbackAddress() ? List.of("localhost") : List.of();
        keys.expect(engine, mint.leaf(name, more));
    }

    /** The leaf that was shown in a successful handshake. */
    @Nullable
    Leaf shown(SSLEngine engine) {
        return keys.shown(engine);
    }

    /** The handshake has succeeded or failed. */
    void forget(SSLEngine engine) {
        keys.forget(engine);
    }

    public void close() {
        thread.shutdown();
    }
}
