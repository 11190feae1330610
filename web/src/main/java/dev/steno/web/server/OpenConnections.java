package dev.steno.web.server;

import io.netty.channel.Channel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The connections that are open, up to a bound. Any thread. */
final class OpenConnections {
    private final int most;
    private final Set<Channel> open = ConcurrentHashMap.newKeySet();

    /** @param most upper bound on connections; half of it for one address, unless it is this machine's */
    OpenConnections(int most) {
        this.most = most;
    }

    /** Adds a connection until it is closed; returns false if there are too many. */
    boolean add(Channel channel) {
        InetAddress client = address(channel);
        if (open.size() >= most || !client.isLoopbackAddress() && count(client) >= most / 2) {
            return false;
        }
        open.add(channel);
        channel.closeFuture().addListener(closed -> open.remove(channel));
        return true;
    }

    private long count(InetAddress client) {
        return open.stream().filter(each -> address(each).equals(client)).count();
    }

    /** Returns the connections that are open now. */
    List<Channel> all() {
        return List.copyOf(open);
    }

    void closeAll() {
        open.forEach(Channel::close);
    }

    /** Returns the address of the client. */
    static InetAddress address(Channel channel) {
        return ((InetSocketAddress) channel.remoteAddress()).getAddress();
    }
}
