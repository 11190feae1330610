package dev.steno.exchange.head;

import dev.steno.flow.Headers;
import dev.steno.flow.HttpRequest;
import dev.steno.flow.Tokens;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Removes the fields that apply to a single connection and must not be forwarded (RFC 9110, 7.6.1). Pure functions. */
public final class HopByHop {
    private HopByHop() {}

    /**
     * The fields to forward: all except the hop-by-hop ones and those that {@code Connection} nominates. Upgrade is
     * kept, except an upgrade to h2c, since Steno could not record the traffic after it. {@code TE: trailers} is kept,
     * since Steno forwards trailers.
     */
    public static Headers strip(Headers headers) {
        Set<String> nominated = nominated(headers);
        String upgrade = upgradeToken(headers);
        boolean trailers = headers.hasToken("TE", "trailers");
        Headers kept = headers.without(name -> isHopByHop(name)
                || (nominated != null && nominated.contains(name.toLowerCase(Locale.ROOT)) && !isEndToEnd(name)));
        if (upgrade != null) {
            kept = kept.with("Connection", trailers ? "Upgrade, TE" : "Upgrade").with("Upgrade", upgrade);
        } else if (trailers) {
            kept = kept.with("Connection", "TE");
        }
        return trailers ? kept.with("TE", "trailers") : kept;
    }

    /**
     * The fields to forward of a request. Upgrade and Expect are removed from an HTTP/1.0 request: recipients must
     * ignore them there (RFC 9110, 7.8 and 10.1.1), but they would take effect once the request is forwarded as
     * HTTP/1.1.
     */
    public static Headers forwarded(HttpRequest head) {
        return strip(
                head.version().equals("HTTP/1.0")
                        ? head.headers()
                                .without(name -> name.equalsIgnoreCase("Upgrade") || name.equalsIgnoreCase("Expect"))
                        : head.headers());
    }

    /** The protocol to which a request asks to upgrade; null if there is none or Steno does not forward the upgrade. */
    public static @Nullable String upgradeToken(HttpRequest head) {
        return head.version().equals("HTTP/1.0") ? null : upgradeToken(head.headers());
    }

    /**
     * The trailers to forward: without hop-by-hop fields, and without fields that frame or route a message (RFC 9110,
     * 6.5.1); null if there were none.
     */
    public static @Nullable Headers stripTrailers(@Nullable Headers trailers) {
        return trailers == null ? null : trailers.without(name -> isHopByHop(name) || isEndToEnd(name));
    }

    /** The protocol in a message's Upgrade field; null if there is none or Steno does not forward the upgrade. */
    public static @Nullable String upgradeToken(Headers headers) {
        String token = headers.get("Upgrade");
        return token != null
                        && headers.hasToken("Connection", "upgrade")
                        && !token.toLowerCase(Locale.ROOT).contains("h2c")
                ? token
                : null;
    }

    private static @Nullable Set<String> nominated(Headers headers) {
        Set<String> names = null;
        for (int i = 0; i < headers.size(); i++) {
            if (headers.name(i).equalsIgnoreCase("Connection")) {
                for (String token : headers.value(i).split(",", -1)) {
                    String name = token.strip().toLowerCase(Locale.ROOT);
                    if (!name.isEmpty() && !name.equals("close") && !name.equals("keep-alive")) {
                        names = names == null ? new HashSet<>() : names;
                        names.add(name);
                    }
                }
            }
        }
        return names;
    }

    /**
     * Whether a field is kept even if Connection nominates it, since removing it would change the meaning of the
     * message.
     */
    private static boolean isEndToEnd(String name) {
        return name.equalsIgnoreCase("Host")
                || name.equalsIgnoreCase("Content-Length")
                || name.equalsIgnoreCase("Content-Type")
                || name.equalsIgnoreCase("Content-Encoding");
    }

    /** Whether this is a pseudo-header field of HTTP/2; no name in HTTP/1 can begin with a colon. */
    private static boolean isPseudo(String name) {
        return name.length() > 1 && name.charAt(0) == ':' && Tokens.isToken(name.substring(1));
    }

    private static boolean isHopByHop(String name) {
        if (!Tokens.isToken(name) && !isPseudo(name)) {
            return true; // other parsers could read a malformed name as another name or skip the line
        }
        return switch (name.length()) {
            case 2 -> name.equalsIgnoreCase("TE");
            case 7 -> name.equalsIgnoreCase("Upgrade");
            case 10 -> name.equalsIgnoreCase("Connection") || name.equalsIgnoreCase("Keep-Alive");
            case 14 -> name.equalsIgnoreCase("HTTP2-Settings");
            case 16 -> name.equalsIgnoreCase("Proxy-Connection");
            case 17 -> name.equalsIgnoreCase("Transfer-Encoding");
            case 19 -> name.equalsIgnoreCase("Proxy-Authorization");
            default -> false;
        };
    }
}
