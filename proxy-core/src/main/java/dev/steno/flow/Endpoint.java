package dev.steno.flow;

/**
 * A host and a port.
 *
 * @param host a DNS name or an IP literal as given, without brackets
 * @param port 0 to 65535
 */
public record Endpoint(String host, int port) {

    /** {@code host:port}; an IPv6 literal is enclosed in brackets (RFC 3986, 3.2.2). */
    @Override
    public String toString() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
}
