package dev.steno.net.channel;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;

/**
 * The addresses of the proxy's and the API's listeners, so that a request to the proxy itself is refused instead of looping. Resolved addresses
 * are compared, since a name or another notation may lead to the proxy too. Immutable; any thread.
 */
public record OwnAddresses(List<InetSocketAddress> listeners, List<InetSocketAddress> others) {
    public OwnAddresses {
        listeners = List.copyOf(listeners);
        others = List.copyOf(others);
    }

    /** Whether a connection to this address would reach this process. The unspecified address means the machine itself. */
    public boolean include(InetAddress address, int port) {
        return isAmong(listeners, address, port) || isOther(address, port);
    }

    /** Whether a connection to this address would reach a listener of this process that is not the proxy's. */
    public boolean isOther(InetAddress address, int port) {
        return isAmong(others, address, port);
    }

    private static boolean isAmong(List<InetSocketAddress> listeners, InetAddress address, int port) {
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
