package dev.steno.net.http;

import dev.steno.flow.Endpoint;
import dev.steno.flow.Headers;
import dev.steno.net.channel.Addresses;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Recognises a request to the proxy's own address: its target is a path, and its Host field names the listener's port
 * and a host that only the proxy's machine or its network can have led here. Names of the public DNS are not accepted:
 * the owner of such a name could point it at the proxy and read the answer from a page of that name (DNS rebinding).
 * Stateless; any thread.
 */
public final class OwnAuthority {
    /** Reserved for hosts of a machine or a local network (RFC 6761, 6762, 8375; ICANN board, 29 July 2024). */
    private static final List<String> PRIVATE_SUFFIXES = List.of(".localhost", ".local", ".internal", ".home.arpa");

    private OwnAuthority() {}

    /**
     * @param local the address at which the client reached the proxy
     * @return the proxy itself, named by that address; null if the request is for another server
     */
    public static RequestTarget.@Nullable Origin originOf(String target, Headers headers, Endpoint local) {
        if (!target.startsWith("/")) {
            return null;
        }
        String host = headers.get("Host");
        Endpoint named = host == null ? null : Addresses.parse(host, Endpoint.HTTP_PORT);
        boolean own = named != null && named.port() == local.port() && isPrivate(named.host());
        return own ? new RequestTarget.Origin("http", local) : null;
    }

    private static boolean isPrivate(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        boolean oneLabel = name.indexOf('.') < 0; // also an IPv6 literal
        return oneLabel || isIpv4(name) || PRIVATE_SUFFIXES.stream().anyMatch(name::endsWith);
    }

    /** No top-level domain is a number, so an all-numeric last label makes an IPv4 literal (URL Standard, 3.5). */
    private static boolean isIpv4(String name) {
        for (int i = name.lastIndexOf('.') + 1; i < name.length(); i++) {
            if (name.charAt(i) < '0' || name.charAt(i) > '9') {
                return false;
            }
        }
        return !name.endsWith(".");
    }
}
