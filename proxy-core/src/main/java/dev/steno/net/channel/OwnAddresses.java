package dev.steno.net.channel;

import dev.steno.flow.Headers;
import dev.steno.flow.HttpRequest;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The addresses of the proxy's and the API's listeners, so that a request to the proxy itself is refused instead of looping. Resolved addresses
 * are compared, since a name or another notation may lead to the proxy too. Immutable; any thread.
 *
 * @param listeners those of the proxy
 * @param others those of the API
 * @param masked replaces the secrets of the API in a text
 */
public record OwnAddresses(
        List<InetSocketAddress> listeners, List<InetSocketAddress> others, UnaryOperator<String> masked) {
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

    /**
     * Keeps the secrets of the API out of the record and off the wire: the same request, in which they are replaced if its
     * port is that of the API. Whether its host is this machine is known only later, and no other server needs them.
     */
    public HttpRequest withhold(HttpRequest request) {
        for (InetSocketAddress other : others) {
            if (request.port() == other.getPort()) {
                return masked(request);
            }
        }
        return request;
    }

    private HttpRequest masked(HttpRequest request) {
        Headers.Builder fields = Headers.builder(request.headers().size());
        for (int i = 0; i < request.headers().size(); i++) {
            fields.add(request.headers().name(i), masked.apply(request.headers().value(i)));
        }
        return new HttpRequest(
                request.method(),
                request.scheme(),
                request.host(),
                request.port(),
                masked.apply(request.path()),
                request.version(),
                fields.build(),
                request.trailers(),
                request.body(),
                request.started(),
                request.ended());
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
