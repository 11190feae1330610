package dev.steno.net.settings;

/**
 * How HTTP is spoken, in any version.
 *
 * @param strictServers whether malformed responses that curl and browsers accept are refused
 * @param keepAltSvc whether clients are told of a server's alternative services (RFC 7838), which bypass the proxy
 * @param keepHalfClosed whether a client that half-closes its connection while its message waits for the decision of a
 *     handler or a person is still served; otherwise it has left
 */
public record HttpConfig(boolean strictServers, boolean keepAltSvc, boolean keepHalfClosed) {
    /** Accepts the responses that curl and browsers accept, and tells clients of no alternative services. */
    public static final HttpConfig DEFAULT = new HttpConfig(false, false, false);
}
