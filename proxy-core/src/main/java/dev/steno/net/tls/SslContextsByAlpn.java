package dev.steno.net.tls;

import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.util.ReferenceCounted;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * TLS contexts that differ only in their application protocols, which the engine sets per context and not per
 * connection. Those for HTTP are created at start, any other one when it is first needed; of the latter, the most
 * recently used are kept. Any thread.
 */
public final class SslContextsByAlpn {
    /** Upper bound on contexts for other lists of protocols; the programs of one user need a few. */
    private static final int MOST = 64;

    private final Source source;
    private final Map<List<String>, SslContext> usual;
    private final Map<List<String>, SslContext> others = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<List<String>, SslContext> eldest) {
            return size() > MOST; // its connections retain it until they end, and its finalizer releases it
        }
    };

    /** Creates a builder on which everything but the protocols is set. */
    interface Source {
        SslContextBuilder builder() throws IOException;
    }

    /** Prepares each context before its first use. */
    interface Finish {
        void with(SslContext context);
    }

    private final Finish finish;

    /** @throws IOException if a context cannot be created */
    @SafeVarargs
    SslContextsByAlpn(Source source, Finish finish, List<String>... usual) throws IOException {
        this.source = source;
        this.finish = finish;
        Map<List<String>, SslContext> made = new HashMap<>();
        try {
            for (List<String> protocols : usual) {
                made.put(protocols, make(protocols));
            }
        } catch (IOException | RuntimeException e) {
            made.values().forEach(SslContextsByAlpn::release);
            throw e;
        }
        this.usual = Map.copyOf(made);
    }

    /** @param protocols the preferred one first; none for no ALPN */
    SslContext of(List<String> protocols) {
        SslContext context = usual.get(protocols);
        return context == null ? other(protocols) : context;
    }

    private SslContext other(List<String> protocols) {
        synchronized (others) {
            return others.computeIfAbsent(List.copyOf(protocols), asked -> {
                try {
                    return make(asked);
                } catch (IOException e) {
                    // unexpected: only the protocols differ from the contexts created at start, and any list is allowed
                    throw new UncheckedIOException(e);
                }
            });
        }
    }

    /** Releases the contexts. No connection may be made afterwards. */
    void close() {
        usual.values().forEach(SslContextsByAlpn::release);
        synchronized (others) {
            others.values().forEach(SslContextsByAlpn::release);
            others.clear();
        }
    }

    /**
     * Releases a context that no connection retains. Any other is left to its finalizer and those of its engines: a finalizer
     * releases a context whose count is not zero, so after an earlier release it would drop the count of an engine, which then
     * releases the context once too often. A maintainer advises against releasing such a context
     * (https://github.com/netty/netty-tcnative/issues/998).
     */
    private static void release(SslContext context) {
        if (context instanceof ReferenceCounted counted && counted.refCnt() == 1) {
            counted.release();
        }
    }

    private SslContext make(List<String> protocols) throws IOException {
        SslContextBuilder builder = source.builder();
        if (!protocols.isEmpty()) {
            builder.applicationProtocolConfig(new ApplicationProtocolConfig(
                    Protocol.ALPN,
                    SelectorFailureBehavior.NO_ADVERTISE,
                    SelectedListenerFailureBehavior.ACCEPT,
                    protocols));
        }
        SslContext context = builder.build();
        finish.with(context);
        return context;
    }
}
