package dev.steno.flow;

/**
 * A host and a port. Immutable.
 *
 * @param host a name or an IP literal without brackets, spelt as the peer or user spelt it
 * @param port 0 to 65535
 */
public record Endpoint(String host, int port) {
    /** The port of https (RFC 9110, 4.2.2). */
    public static final int HTTPS_PORT = 443;

    /** The port of http (RFC 9110, 4.2.1). */
    public static final int HTTP_PORT = 80;

    /** The port that a URL may omit: 443 for the scheme https, 80 for any other. */
    public static int usualPort(String scheme) {
        return scheme.equals("https") ? HTTPS_PORT : HTTP_PORT;
    }

    /**
     * The authority in a URL with this scheme (RFC 9110, 7.2): the usual port is omitted, an IPv6 literal is in
     * brackets.
     */
    public String authority(String scheme) {
        String whole = toString();
        return port == usualPort(scheme) ? whole.substring(0, whole.lastIndexOf(':')) : whole;
    }

    /** {@code host:port}, with an IPv6 literal in brackets. */
    @Override
    public String toString() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
}
