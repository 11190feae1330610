package dev.steno.interop.mitm;

import dev.steno.flow.Endpoint;
import dev.steno.interop.intake.ImportUrl;
import dev.steno.interop.intake.SkippedEntryException;
import org.jspecify.annotations.Nullable;

/**
 * The server that a request names. mitmproxy stores the host that it connected to, which in transparent mode is an address;
 * the URL has the name that was asked for. Stateless.
 */
final class NamedServer {
    private NamedServer() {}

    /**
     * Returns the server of the URL.
     *
     * @param authority of the request target; empty if it has none
     * @param hostField null if there is no Host field
     * @param connected what is used if neither names a server
     */
    static Endpoint of(String scheme, String authority, @Nullable String hostField, Endpoint connected) {
        String name = authority.isEmpty() ? hostField : authority;
        if (name == null || !isPlausible(name.strip())) {
            return connected;
        }
        try {
            return ImportUrl.server(name.strip(), Endpoint.usualPort(scheme));
        } catch (SkippedEntryException e) {
            return connected;
        }
    }

    private static boolean isPlausible(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c <= ' ' || c == 0x7F || "/?#@,\\\"<>".indexOf(c) >= 0) {
                return false;
            }
        }
        return !name.isEmpty();
    }
}
