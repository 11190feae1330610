package dev.steno.rule.cookie;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A cookie that a server set (RFC 6265, 5.3). Immutable.
 *
 * @param domain in lower case, without a leading dot
 * @param hostOnly whether it is sent to this host only, not to its subdomains
 * @param secure whether it is sent over https only
 * @param expires when it ends, in seconds since the epoch
 */
record Cookie(String name, String value, String domain, boolean hostOnly, String path, boolean secure, long expires) {

    /**
     * Reads a Set-Cookie field.
     *
     * @param host the host that sent it
     * @param requested the path of the request, with its query
     * @param now in seconds since the epoch
     * @return null if the field is not valid, or for a domain to which the host does not belong
     */
    static @Nullable Cookie of(String field, String host, String requested, boolean https, long now) {
        String[] parts = field.split(";", -1);
        int equals = parts[0].indexOf('=');
        String name = equals < 0 ? "" : parts[0].substring(0, equals).strip();
        if (name.isEmpty()) {
            return null;
        }
        String own = host.toLowerCase(Locale.ROOT);
        String domain = "";
        String path = defaultPath(requested);
        boolean secure = false;
        long expires = Long.MAX_VALUE;
        boolean maxAge = false;
        for (int i = 1; i < parts.length; i++) {
            int at = parts[i].indexOf('=');
            String key = (at < 0 ? parts[i] : parts[i].substring(0, at)).strip().toLowerCase(Locale.ROOT);
            String value = at < 0 ? "" : parts[i].substring(at + 1).strip();
            switch (key) {
                case "domain" -> domain = (value.startsWith(".") ? value.substring(1) : value).toLowerCase(Locale.ROOT);
                case "path" -> path = value.startsWith("/") ? value : defaultPath(requested);
                case "secure" -> secure = true;
                case "max-age" -> {
                    if (value.matches("-?\\d{1,15}")) {
                        maxAge = true;
                        expires = now + Long.parseLong(value);
                    }
                }
                case "expires" -> {
                    Long date = CookieDate.parse(value);
                    expires = maxAge || date == null ? expires : date;
                }
                default -> {
                    // HttpOnly and SameSite concern pages, not requests
                }
            }
        }
        if (secure && !https
                || !domain.isEmpty() && (!isWithin(own, domain) || isPublic(domain) && !own.equals(domain))) {
            return null;
        }
        boolean hostOnly = domain.isEmpty() || domain.equals(own) && isPublic(domain);
        return new Cookie(
                name,
                parts[0].substring(equals + 1).strip(),
                domain.isEmpty() ? own : domain,
                hostOnly,
                path,
                secure,
                expires);
    }

    /** Whether it is sent with a request. */
    boolean goesTo(String host, String requested, boolean https, long now) {
        String own = host.toLowerCase(Locale.ROOT);
        return (own.equals(domain) || !hostOnly && isWithin(own, domain))
                && (https || !secure)
                && now < expires
                && covers(requested);
    }

    /** Whether it takes the place of another one. */
    boolean replaces(Cookie other) {
        return name.equals(other.name) && domain.equals(other.domain) && path.equals(other.path);
    }

    private boolean covers(String requested) {
        int query = requested.indexOf('?');
        String of = query < 0 ? requested : requested.substring(0, query);
        return of.equals(path)
                || of.startsWith(path)
                        && (path.endsWith("/") || of.length() > path.length() && of.charAt(path.length()) == '/');
    }

    private static String defaultPath(String requested) {
        int query = requested.indexOf('?');
        String of = query < 0 ? requested : requested.substring(0, query);
        int last = of.lastIndexOf('/');
        return !of.startsWith("/") || last <= 0 ? "/" : of.substring(0, last);
    }

    private static boolean isWithin(String host, String domain) {
        return host.equals(domain) || host.endsWith("." + domain) && host.indexOf(':') < 0 && !host.matches("[0-9.]+");
    }

    /**
     * Whether the names below a domain belong to different owners: top-level domains, and short second-level ones of
     * countries, such as co.uk. The whole list of public suffixes is not known here.
     */
    private static boolean isPublic(String domain) {
        int dot = domain.indexOf('.');
        return dot < 0 || domain.matches("[a-z]{2,3}\\.[a-z]{2}");
    }
}
