package dev.steno.net.channel;

import dev.steno.flow.Endpoint;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** Converts socket addresses and the authorities of requests to endpoints. Stateless; any thread. */
public final class Addresses {
    private Addresses() {}

    /** The numeric address of a socket, without an IPv6 scope. */
    public static Endpoint of(InetSocketAddress address) {
        String host = address.isUnresolved()
                ? address.getHostString()
                : address.getAddress().getHostAddress();
        int scope = host.indexOf('%');
        return new Endpoint(scope < 0 ? host : host.substring(0, scope), address.getPort());
    }

    /**
     * {@code host[:port]} as in a request target or a Host field (RFC 3986, 3.2; user information is not allowed there by
     * RFC 9110, 4.2.4).
     *
     * @param defaultPort for an authority without one; 0 to require one
     * @return null if it is malformed
     */
    public static @Nullable Endpoint parse(String authority, int defaultPort) {
        int end = authority.startsWith("[") ? authority.indexOf(']') + 1 : authority.indexOf(':');
        if (authority.startsWith("[") && end == 0) {
            return null;
        }
        String host = end < 0 || end > authority.length() ? authority : authority.substring(0, end);
        String rest = authority.substring(host.length());
        if (host.startsWith("[")) {
            host = host.substring(1, host.length() - 1);
        }
        if (host.isEmpty() || !isHost(host)) {
            return null;
        }
        if (rest.isEmpty() || rest.equals(":")) {
            return defaultPort == 0 ? null : new Endpoint(host, defaultPort);
        }
        int port = rest.charAt(0) == ':' ? port(rest.substring(1)) : -1;
        return port < 0 ? null : new Endpoint(host, port);
    }

    private static boolean isHost(String host) {
        for (int i = 0; i < host.length(); i++) {
            char c = host.charAt(i);
            if (c <= ' ' || c == 0x7f || "/?#@\\<>\"^`{|}".indexOf(c) >= 0) {
                return false;
            }
        }
        return true;
    }

    private static int port(String digits) {
        if (digits.isEmpty() || digits.length() > 5) {
            return -1;
        }
        int port = 0;
        for (int i = 0; i < digits.length(); i++) {
            char digit = digits.charAt(i);
            if (digit < '0' || digit > '9') {
                return -1;
            }
            port = 10 * port + digit - '0';
        }
        return port >= 1 && port <= 65535 ? port : -1;
    }
}
