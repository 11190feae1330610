package dev.steno.builtin;

import dev.steno.flow.Endpoint;

/** Recognises the host name that Steno itself answers for. Pure functions. */
final class OwnName {
    private OwnName() {}

    /** Whether one of the servers is Steno's own page, on any port. */
    static boolean isAmong(Endpoint... servers) {
        for (Endpoint server : servers) {
            if (matches(CaPage.HOST, server.host())) {
                return true;
            }
        }
        return false;
    }

    /**
     * Whether a client that asks for {@code asked} means {@code own}: in any letter case, with or without a trailing
     * dot.
     */
    static boolean matches(String own, String asked) {
        boolean dot = asked.length() == own.length() + 1 && asked.endsWith(".");
        return (dot || asked.length() == own.length()) && asked.regionMatches(true, 0, own, 0, own.length());
    }
}
