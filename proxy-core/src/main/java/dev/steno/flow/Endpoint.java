package dev.steno.flow;

/**
 * A host and a port. Immutable.
 *
 * @param host a name or an IP literal without brackets, as it was given
 * @param port 0 to 65535
 */
public record Endpoint(String host, int port) {

    /** {@code host:port}, with an IPv6 literal in brackets. */
    @Override
    public String toString() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
}
