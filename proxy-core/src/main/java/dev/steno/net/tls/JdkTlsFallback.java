package dev.steno.net.tls;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The JDK's TLS engine, for the few servers that have nothing in common with BoringSSL: those with keys of P-521, Ed25519 or
 * RSA-PSS, whose signatures BoringSSL does not offer and Netty has no call to enable, and those with only DHE or CBC-SHA2
 * ciphers, which BoringSSL lacks. Created for the first such server. Any thread. P-521: https://github.com/netty/netty-tcnative/issues/456
 * (closed; still so in Netty 4.2.18). It can go when handshakes with such servers succeed in the first engine.
 */
final class JdkTlsFallback {
    /** Upper bound on remembered servers. */
    private static final int MOST = 500;

    private final Maker maker;
    private final AtomicBoolean begun = new AtomicBoolean();
    private final CompletableFuture<SslContextsByAlpn> contexts = new CompletableFuture<>();

    /** Guarded by itself. */
    private final Map<String, Boolean> servers = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > MOST;
        }
    };

    /** Makes the contexts; blocks for about 100 ms. */
    interface Maker {
        SslContextsByAlpn make() throws IOException;
    }

    JdkTlsFallback(Maker maker) {
        this.maker = maker;
    }

    /** The contexts for a server; null if the first engine is to be used with it. */
    @Nullable
    SslContextsByAlpn of(String host, int port) {
        SslContextsByAlpn made = contexts.isCompletedExceptionally() ? null : contexts.getNow(null);
        if (made == null) {
            return null;
        }
        synchronized (servers) {
            return servers.containsKey(key(host, port)) ? made : null;
        }
    }

    /** Uses this engine for a server from now on. The returned stage completes on any thread, once the engine is ready. */
    CompletionStage<SslContextsByAlpn> use(String host, int port) {
        synchronized (servers) {
            servers.put(key(host, port), true);
        }
        if (begun.compareAndSet(false, true)) {
            Thread thread = new Thread(this::make, "tls-second");
            thread.setDaemon(true);
            thread.start();
        }
        return contexts.minimalCompletionStage();
    }

    /** Completes on any thread once the engine is ready for a server that needs it; null if there is nothing to wait for. */
    @Nullable
    CompletionStage<SslContextsByAlpn> awaited(String host, int port) {
        if (!begun.get() || contexts.isDone()) {
            return null;
        }
        synchronized (servers) {
            return servers.containsKey(key(host, port)) ? contexts.minimalCompletionStage() : null;
        }
    }

    /** The JDK's engine failed as well: the next connection uses the first engine again. */
    void forget(String host, int port) {
        synchronized (servers) {
            servers.remove(key(host, port));
        }
    }

    private static String key(String host, int port) {
        return host.toLowerCase(Locale.ROOT) + ":" + port;
    }

    private void make() {
        try {
            contexts.complete(maker.make());
        } catch (IOException | RuntimeException | Error e) {
            contexts.completeExceptionally(e);
        }
    }

    void close() {
        SslContextsByAlpn made = contexts.isCompletedExceptionally() ? null : contexts.getNow(null);
        if (made != null) {
            made.close();
        }
    }
}
