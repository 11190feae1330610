package dev.steno.net;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Where the proxy itself is reached, so that a request back to it is refused instead of going round for ever. Immutable; a
 * machine's addresses are read once, at start.
 */
record OwnAddresses(List<InetSocketAddress> listeners, Set<InetAddress> machine) {

    static OwnAddresses of(List<InetSocketAddress> listeners) throws SocketException {
        boolean any =
                listeners.stream().anyMatch(listener -> listener.getAddress().isAnyLocalAddress());
        return new OwnAddresses(
                List.copyOf(listeners),
                any
                        ? NetworkInterface.networkInterfaces()
                                .flatMap(NetworkInterface::inetAddresses)
                                .collect(Collectors.toUnmodifiableSet())
                        : Set.of());
    }

    /** Whether a connection to there would come back. The unspecified address leads to the machine itself. */
    boolean include(InetAddress address, int port) {
        for (InetSocketAddress listener : listeners) {
            if (port == listener.getPort() && leadsTo(address, listener.getAddress())) {
                return true;
            }
        }
        return false;
    }

    private boolean leadsTo(InetAddress address, InetAddress listener) {
        return address.equals(listener)
                || address.isAnyLocalAddress()
                || (listener.isAnyLocalAddress() && (machine.contains(address) || address.isLoopbackAddress()));
    }
}
