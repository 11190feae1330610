package dev.steno.interop.intake;

import dev.steno.flow.Endpoint;
import dev.steno.interop.loss.Loss;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A URL of a foreign file, as it was recorded: nothing is decoded, encoded or normalised but the case of the scheme.
 * Immutable.
 *
 * @param scheme {@code http} or {@code https}; those of WebSockets become these
 * @param userInfo what stood before {@code @}; null if nothing did
 * @param host as it is written, without brackets
 * @param path path and query, without the fragment; begins with a slash
 */
public record ImportUrl(String scheme, @Nullable String userInfo, String host, int port, String path) {
    private static final Set<String> NO_HTTP = Set.of(
            "data",
            "blob",
            "about",
            "file",
            "javascript",
            "ftp",
            "filesystem",
            "chrome",
            "view-source",
            "mailto",
            "tel",
            "resource",
            "wyciwyg",
            "content",
            "app",
            "capacitor",
            "ionic",
            "devtools",
            "edge",
            "ms-browser-extension");

    /**
     * Parses an absolute URL.
     *
     * @throws SkippedEntryException if it is of another scheme, relative, empty, or has a port that is none
     */
    public static ImportUrl parse(String url) throws SkippedEntryException {
        String text = url.strip();
        int colon = text.indexOf(':');
        String scheme = colon <= 0 ? "" : text.substring(0, colon).toLowerCase(Locale.ROOT);
        String mapped = switch (scheme) {
            case "http", "ws" -> "http";
            case "https", "wss" -> "https";
            default -> null;
        };
        if (mapped == null) {
            boolean known = NO_HTTP.contains(scheme) || scheme.endsWith("-extension");
            throw new SkippedEntryException(
                    known ? Loss.NOT_HTTP : Loss.BAD_URL, known ? "scheme " + scheme : "no absolute URL");
        }
        if (!text.startsWith("//", colon + 1)) {
            throw bad("nothing follows the scheme");
        }
        int start = colon + 3;
        int end = start;
        while (end < text.length() && "/?#\\".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        String authority = text.substring(start, end);
        int at = authority.lastIndexOf('@');
        String userInfo = at < 0 ? null : authority.substring(0, at);
        Endpoint server = server(authority.substring(at + 1), Endpoint.usualPort(mapped));
        int hash = text.indexOf('#', end);
        String path = text.substring(end, hash < 0 ? text.length() : hash);
        return new ImportUrl(mapped, userInfo, server.host(), server.port(), path.startsWith("/") ? path : "/" + path);
    }

    /**
     * Parses a host with or without a port.
     *
     * @param usual the port if there is none
     * @throws SkippedEntryException if there is no host, or the port is none
     */
    public static Endpoint server(String authority, int usual) throws SkippedEntryException {
        String host = authority;
        String port = "";
        if (authority.startsWith("[")) {
            int close = authority.indexOf(']');
            if (close < 0) {
                throw bad("an address without its closing bracket");
            }
            host = authority.substring(1, close);
            port = authority.substring(close + 1);
        } else {
            int colon = authority.lastIndexOf(':');
            if (colon >= 0 && colon == authority.indexOf(':')) {
                host = authority.substring(0, colon);
                port = authority.substring(colon);
            }
        }
        if (host.isEmpty()) {
            throw bad("no host");
        }
        return new Endpoint(host, port.length() < 2 ? usual : port(port.substring(1)));
    }

    private static int port(String digits) throws SkippedEntryException {
        int port = digits.length() > 5 || !digits.chars().allMatch(c -> c >= '0' && c <= '9')
                ? -1
                : Integer.parseInt(digits);
        if (port < 0 || port > 65535) {
            throw bad("a port that is none");
        }
        return port;
    }

    private static SkippedEntryException bad(String why) {
        return new SkippedEntryException(Loss.BAD_URL, why);
    }
}
