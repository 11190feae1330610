package dev.steno.rule.action;

import dev.steno.flow.Endpoint;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The fields of a response from another server, as if it came from the one that the client asked: URLs in Location,
 * Content-Location, Refresh and Link, the Domain of cookies, and the allowed origin. URLs of other servers stay. Pure
 * functions.
 */
final class RewrittenBack {
    private static final Pattern DOMAIN = Pattern.compile("(?i)(;\\s*domain=)\\.?([^;]*)");

    private final String fromOrigin; // of the server that was asked
    private final String toOrigin; // of the server that the client named
    private final String fromPath; // what a path begins with there
    private final String toPath;
    private final String fromHost;
    private final String toHost;

    /**
     * @param sent the request as it was sent
     * @param came the request as the client sent it
     */
    RewrittenBack(HttpRequest sent, HttpRequest came) {
        fromOrigin = origin(sent);
        toOrigin = origin(came);
        fromHost = sent.host().toLowerCase(Locale.ROOT);
        toHost = came.host().toLowerCase(Locale.ROOT);
        String there = path(sent);
        String here = path(came);
        int same = 0;
        while (same < Math.min(there.length(), here.length())
                && there.charAt(there.length() - 1 - same) == here.charAt(here.length() - 1 - same)) {
            same++;
        }
        int slash = there.indexOf('/', there.length() - same); // the paths differ in whole segments
        int kept = slash < 0 ? 0 : there.length() - slash;
        fromPath = there.substring(0, there.length() - kept);
        toPath = here.substring(0, here.length() - kept);
    }

    private static String origin(HttpRequest request) {
        Endpoint server = new Endpoint(request.host().toLowerCase(Locale.ROOT), request.port());
        return request.scheme() + "://" + server.authority(request.scheme());
    }

    private static String path(HttpRequest request) {
        int query = request.path().indexOf('?');
        return query < 0 ? request.path() : request.path().substring(0, query);
    }

    Headers of(Headers headers) {
        Headers.Builder all = Headers.builder(headers.size());
        for (int i = 0; i < headers.size(); i++) {
            all.add(headers.name(i), value(headers.name(i), headers.value(i)));
        }
        Headers next = all.build();
        return next.equals(headers) ? headers : next;
    }

    private String value(String name, String value) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "location", "content-location" -> url(value);
            case "access-control-allow-origin" -> value.equalsIgnoreCase(fromOrigin) ? toOrigin : value;
            case "set-cookie" ->
                DOMAIN.matcher(value)
                        .replaceAll(found -> java.util.regex.Matcher.quoteReplacement(
                                covers(found.group(2).strip()) ? found.group(1) + toHost : found.group()));
            case "refresh" -> refresh(value);
            case "link" -> links(value);
            default -> value;
        };
    }

    private boolean covers(String domain) {
        String lower = domain.toLowerCase(Locale.ROOT);
        return fromHost.equals(lower) || fromHost.endsWith("." + lower);
    }

    private String url(String url) {
        String trimmed = url.strip();
        if (trimmed.startsWith("/") && !trimmed.startsWith("//")) {
            return path(trimmed);
        }
        int scheme = trimmed.startsWith("//") ? fromOrigin.indexOf("//") : 0; // without it, that of the page counts
        int length = fromOrigin.length() - scheme;
        if (!trimmed.regionMatches(true, 0, fromOrigin, scheme, length)) {
            return url;
        }
        String rest = trimmed.substring(length);
        String to = scheme == 0 ? toOrigin : toOrigin.substring(toOrigin.indexOf("//"));
        return rest.isEmpty() || "/?#".indexOf(rest.charAt(0)) >= 0 ? to + path(rest) : url;
    }

    private String path(String path) {
        boolean below = path.startsWith(fromPath)
                && (path.length() == fromPath.length() || "/?#".indexOf(path.charAt(fromPath.length())) >= 0);
        return below ? toPath + path.substring(fromPath.length()) : path;
    }

    private String refresh(String value) {
        int at = value.toLowerCase(Locale.ROOT).indexOf("url=");
        return at < 0 ? value : value.substring(0, at + 4) + url(value.substring(at + 4));
    }

    private String links(String value) {
        List<String> parts = new ArrayList<>();
        int at = 0;
        for (int open = value.indexOf('<'); open >= 0; open = value.indexOf('<', at)) {
            int close = value.indexOf('>', open);
            if (close < 0) {
                break;
            }
            parts.add(value.substring(at, open + 1) + url(value.substring(open + 1, close)));
            at = close;
        }
        return String.join("", parts) + value.substring(at);
    }
}
