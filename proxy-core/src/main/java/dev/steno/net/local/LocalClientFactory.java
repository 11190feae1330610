package dev.steno.net.local;

import dev.steno.local.LocalClient;
import dev.steno.local.LocalClients;
import dev.steno.net.conn.ProxyContext;
import dev.steno.net.mode.Listener;
import dev.steno.net.mode.ProxyMode;
import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Opens clients without a socket on the event loops of a proxy. Any thread. */
public final class LocalClientFactory implements LocalClients {
    private final Supplier<ProxyContext> proxy;
    private final EventLoopGroup loops;
    private final List<Listener> listeners;
    private final Consumer<Channel> opened;

    /**
     * @param proxy supplies what its connections share, or fails if it does not run
     * @param opened takes the channel of each client, to close it when the proxy stops
     */
    public LocalClientFactory(
            Supplier<ProxyContext> proxy, EventLoopGroup loops, List<Listener> listeners, Consumer<Channel> opened) {
        this.proxy = proxy;
        this.loops = loops;
        this.listeners = listeners;
        this.opened = opened;
    }

    @Override
    public LocalClient open(@Nullable String mode) {
        LocalClientConnection client = new LocalClientConnection(proxy.get(), loops.next(), modeOf(mode));
        client.open(opened);
        return client;
    }

    private ProxyMode modeOf(@Nullable String name) {
        ProxyMode first = listeners.get(0).mode();
        for (Listener listener : listeners) {
            boolean same = name == null
                    ? listener.mode() instanceof ProxyMode.Regular
                    : listener.mode().toString().equals(name);
            if (same) {
                return listener.mode();
            }
        }
        return first;
    }
}
