package dev.steno.net.tls;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which application protocols (RFC 7301) are offered to a server for its client: Steno chooses the versions of HTTP;
 * all other protocols are offered as the client does, since only the two ends speak them. Names are latin-1 strings.
 * Stateless.
 */
public final class Alpn {
    static final String HTTP2 = "h2";
    static final String HTTP1 = "http/1.1";

    /** Offered by a certificate authority that validates control of a domain (RFC 8737): the server itself must answer. */
    private static final String ACME = "acme-tls/1";

    /** Versions of HTTP, and an early name of HTTP/2: if one is offered, Steno detects the protocol by the first bytes. */
    private static final Set<String> HTTP = Set.of(HTTP2, HTTP1, "http/1.0", "grpc-exp");

    private Alpn() {}

    /** Whether the connection serves to prove the server's identity, so it must not be intercepted. */
    public static boolean validates(List<String> asked) {
        return asked.contains(ACME);
    }

    /** Whether a client that offers this may speak HTTP. */
    public static boolean mayBeHttp(List<String> asked) {
        return asked.isEmpty() || asked.stream().anyMatch(HTTP::contains);
    }

    /** Whether the two ends agreed upon a protocol that is not HTTP. */
    public static boolean isForeign(@Nullable String chosen) {
        return chosen != null && !chosen.isEmpty() && !HTTP.contains(chosen);
    }

    /** The client's protocols that can be offered to a server, for connections that are relayed as raw streams. */
    public static List<String> names(List<String> asked) {
        return asked.stream().filter(Alpn::isName).toList();
    }

    /**
     * The protocols to offer to the server of a connection whose HTTP is intercepted.
     *
     * @param asked what the client offers
     * @param http2 whether HTTP/2 can be spoken with the client
     */
    public static List<String> towardsServer(List<String> asked, boolean http2) {
        List<String> offers = new ArrayList<>(asked.size() + 1);
        boolean http = false;
        for (String protocol : asked) {
            if (HTTP.contains(protocol)) {
                http = true;
            }
            if (HTTP.contains(protocol) ? protocol.equals(HTTP2) && http2 : isName(protocol)) {
                offers.add(protocol);
            } else if (protocol.equals(HTTP1)) {
                offers.add(protocol);
            }
        }
        if (http && !offers.contains(HTTP1)) {
            offers.add(HTTP1); // every HTTP server speaks it, and Steno translates between versions
        }
        return offers;
    }

    /** False for reserved names (GREASE: RFC 8701), which only test that servers ignore unknown values. */
    private static boolean isName(String protocol) {
        boolean grease = protocol.length() == 2
                && protocol.charAt(0) == protocol.charAt(1)
                && (protocol.charAt(0) & 0x0f) == 0x0a;
        return !grease && !protocol.isEmpty() && protocol.chars().allMatch(c -> c > 0 && c < 0x80);
    }
}
