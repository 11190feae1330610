package dev.steno.web.server;

import io.netty.handler.codec.http.HttpHeaders;

/** The fields that every response has: it is not framed, guessed at, cached or read by pages of other origins. */
final class SecurityHeaders {
    private SecurityHeaders() {}

    static void addTo(HttpHeaders fields) {
        fields.set("X-Content-Type-Options", "nosniff");
        fields.set(
                "Content-Security-Policy",
                "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'");
        fields.set("Cross-Origin-Opener-Policy", "same-origin");
        fields.set("Cross-Origin-Resource-Policy", "same-origin");
        fields.set("Permissions-Policy", "interest-cohort=()");
        fields.set("Referrer-Policy", "no-referrer");
        fields.set("Cache-Control", "no-store");
    }
}
