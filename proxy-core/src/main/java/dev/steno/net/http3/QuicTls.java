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
 * The TLS of QUIC towards clients (RFC 9001), which has an engine of its own. A connection shows the leaf for the name that
 * the client asks for, or for the address that it came to. Made once, where something listens to QUIC.
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
                .applicationProtocols("h3") // alone: Netty's list has drafts first
                .keylog(contexts.quicKeyLog())
                .sni(name -> own.get()) // one context for all names; the connection is told the name
                .build();
        own.set(context);
        thread.allowCoreThreadTimeOut(true);
    }

    /** Where handshakes wait for what takes time. */
    Executor thread() {
        return thread;
    }

    /** The engine of a connection that begins. */
    QuicSslEngine engine(QuicChannel channel) {
        QuicSslEngine engine = context.newEngine(channel.alloc());
        expect(channel, engine, null);
        return engine;
    }

    /** The leaf is to be for a name that the client asks for; for the address that it came to where it asks for none. */
    void expect(QuicChannel channel, SSLEngine engine, @Nullable String sni) {
        InetSocketAddress local = (InetSocketAddress) channel.localSocketAddress();
        String name = ClientHello.nameOr(sni, Addresses.of(local).host());
        List<String> more = local.getAddress().isLoopbackAddress() ? List.of("localhost") : List.of();
        keys.expect(engine, mint.leaf(name, more));
    }

    /** The leaf that was shown in a handshake that stands. */
    @Nullable
    Leaf shown(SSLEngine engine) {
        return keys.shown(engine);
    }

    /** The handshake ended, well or not. */
    void forget(SSLEngine engine) {
        keys.forget(engine);
    }

    public void close() {
        thread.shutdown();
    }
}
