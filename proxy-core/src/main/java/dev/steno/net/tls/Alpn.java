package dev.steno.net.tls;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which application protocols (RFC 7301) are offered to a server for its client: versions of HTTP are Steno's to choose, all
 * others are offered as the client does, since only the two ends speak them. Names are latin-1 strings, as they were sent.
 */
public final class Alpn {
    static final String HTTP2 = "h2";
    static final String HTTP1 = "http/1.1";

    /** What an authority asks a server for to find out who holds a name (RFC 8737): only the server's own answer counts. */
    private static final String ACME = "acme-tls/1";

    /** Versions of HTTP, and a name that HTTP/2 once had: wherever one is offered, Steno reads what is spoken. */
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

    /** All that can be offered of what a client offers, for connections whose bytes pass as they are. */
    public static List<String> names(List<String> asked) {
        return asked.stream().filter(Alpn::isName).toList();
    }

    /**
     * What to offer the server of a connection that is read where it carries HTTP.
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
            offers.add(HTTP1); // every server that speaks HTTP has it, and it can be translated
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
