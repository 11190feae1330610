package dev.steno.net.channel;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;

/**
 * Where the proxy itself is reached, so that a request back to it is refused instead of going in a loop. What a server's name or
 * number stands for is known by its addresses, so those are compared. Immutable; any thread.
 */
public record OwnAddresses(List<InetSocketAddress> listeners) {
    public OwnAddresses {
        listeners = List.copyOf(listeners);
    }

    /** Whether a connection to there would come back. The unspecified address leads to the machine itself. */
    public boolean include(InetAddress address, int port) {
        for (InetSocketAddress listener : listeners) {
            if (port == listener.getPort() && leadsTo(address, listener.getAddress())) {
                return true;
            }
        }
        return false;
    }

    private static boolean leadsTo(InetAddress address, InetAddress listener) {
        return address.equals(listener)
                || address.isAnyLocalAddress()
                || (listener.isAnyLocalAddress() && (address.isLoopbackAddress() || isOfMachine(address)));
    }

    /** Asked anew each time, since a machine's addresses change; only for a port that is one of ours. */
    private static boolean isOfMachine(InetAddress address) {
        try {
            return NetworkInterface.getByInetAddress(address) != null;
        } catch (SocketException e) {
            return false;
        }
    }
}
