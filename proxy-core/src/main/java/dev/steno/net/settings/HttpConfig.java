package dev.steno.net.settings;

/**
 * How HTTP is spoken, in any version.
 *
 * @param strictServers whether responses that curl and browsers read though they are malformed are refused
 * @param keepAltSvc whether clients are told where else a server can be reached, past the proxy (RFC 7838)
 */
public record HttpConfig(boolean strictServers, boolean keepAltSvc) {
    /** Servers are read as clients read them; clients stay with the proxy. */
    public static final HttpConfig DEFAULT = new HttpConfig(false, false);
}
