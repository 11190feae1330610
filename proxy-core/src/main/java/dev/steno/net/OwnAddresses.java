package dev.steno.net;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Where the proxy itself is reached, so that a request back to it is refused instead of going round for ever. Immutable; a
 * machine's addresses are read once, at start.
 */
record OwnAddresses(InetSocketAddress listener, Set<InetAddress> machine) {

    static OwnAddresses of(InetSocketAddress listener) throws SocketException {
        return new OwnAddresses(
                listener,
                listener.getAddress().isAnyLocalAddress()
                        ? NetworkInterface.networkInterfaces()
                                .flatMap(NetworkInterface::inetAddresses)
                                .collect(Collectors.toUnmodifiableSet())
                        : Set.of(listener.getAddress()));
    }

    /** Whether a connection to there would come back. The unspecified address leads to the machine itself. */
    boolean include(InetAddress address, int port) {
        return port == listener.getPort()
                && (machine.contains(address)
                        || address.isAnyLocalAddress()
                        || (address.isLoopbackAddress() && listener.getAddress().isAnyLocalAddress()));
    }
}
