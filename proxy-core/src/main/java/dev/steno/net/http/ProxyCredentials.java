package dev.steno.net.http;

import dev.steno.flow.Headers;

/** Keeps a client's credentials for the proxy (RFC 9110, 11.7) out of the record and away from servers. Stateless; any thread. */
public final class ProxyCredentials {
    public static final String FIELD = "Proxy-Authorization";

    /** Replaces the credentials in the record. */
    public static final String WITHHELD = "(withheld)";

    private ProxyCredentials() {}

    /** The same fields; credentials for a proxy are replaced, their field stays. */
    public static Headers withhold(Headers headers) {
        if (!headers.contains(FIELD)) {
            return headers;
        }
        Headers.Builder kept = Headers.builder(headers.size());
        for (int i = 0; i < headers.size(); i++) {
            boolean secret = headers.name(i).equalsIgnoreCase(FIELD);
            kept.add(headers.name(i), secret ? WITHHELD : headers.value(i));
        }
        return kept.build();
    }
}
