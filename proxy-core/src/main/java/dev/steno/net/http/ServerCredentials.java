package dev.steno.net.http;

import dev.steno.flow.HttpRequest;
import dev.steno.net.mode.ProxyMode;

/**
 * The credentials that a reverse listener sends to its server. They replace those of the client, are kept out of the
 * record, and are sent to no other server: a request that a rule sent elsewhere has none. Pure functions.
 */
final class ServerCredentials {
    private static final String FIELD = "Authorization";

    private ServerCredentials() {}

    /** The request as it is sent for a client of a listener in this mode. */
    static HttpRequest added(ProxyMode mode, HttpRequest head) {
        if (!(mode instanceof ProxyMode.Reverse reverse) || reverse.credentials() == null) {
            return head;
        }
        boolean own = head.host().equalsIgnoreCase(reverse.target().host())
                && head.port() == reverse.target().port()
                && head.scheme().equals(reverse.scheme().isSecure() ? "https" : "http");
        return own
                ? head.withHeaders(
                        head.headers().set(FIELD, reverse.credentials().authorization()))
                : head;
    }
}
