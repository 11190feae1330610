package dev.steno.net.channel;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;

/**
 * The addresses of the proxy's listeners, so that a request to the proxy itself is refused instead of looping. Resolved addresses
 * are compared, since a name or another notation may lead to the proxy too. Immutable; any thread.
 */
public record OwnAddresses(List<InetSocketAddress> listeners) {
    public OwnAddresses {
        listeners = List.copyOf(listeners);
    }

    /** Whether a connection to this address would reach the proxy itself. The unspecified address means the machine itself. */
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

    /** Queried each time, since a machine's addresses change, but only for the port of a listener. */
    private static boolean isOfMachine(InetAddress address) {
        try {
            return NetworkInterface.getByInetAddress(address) != null;
        } catch (SocketException e) {
            return false;
        }
    }
}
