package dev.steno.net.mode;

import dev.steno.flow.Endpoint;
import dev.steno.option.HostPort;
import dev.steno.option.ValueException;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Parses {@code MODE[:DATA][@[HOST:]PORT]}. An error names the column and what is expected there; it never quotes a
 * password. For one parse on one thread.
 *
 * <p>An at sign begins the listener's address, or ends the credentials of a next proxy. If there are two, the first
 * ends the credentials. A single one that only a port follows begins the address. Any other ambiguous text is an error;
 * a slash after the next proxy's address marks the end of its URL.
 */
final class ListenerParser {
    private static final Pattern SECRET = Pattern.compile("://.*@", Pattern.DOTALL);
    private static final String MODES = "regular, reverse:URL, upstream:URL, socks5 or transparent";
    private static final String REVERSE =
            "a URL of http, https, http3, tcp or tls, such as reverse:https://example.org";
    private static final String UPSTREAM =
            "the URL of a proxy of http, https or socks5, such as upstream:http://user:password@proxy.example:3128/";

    /** An authority without a scheme, possibly with a path and a listener's port; never credentials. */
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9.-]+(:[0-9]+)?(/[^@]*)?(@[0-9]{2,5})?");

    private final String text;

    ListenerParser(String text) {
        this.text = text;
    }

    ListenerSpec listener() {
        int end = 0;
        while (end < text.length() && text.charAt(end) != ':' && text.charAt(end) != '@') {
            end++;
        }
        String name = text.substring(0, end);
        boolean hasData = end < text.length() && text.charAt(end) == ':';
        return switch (name) {
            case "regular" -> bare(new ProxyMode.Regular(), hasData, end);
            case "socks5" -> bare(new ProxyMode.Socks5(), hasData, end);
            case "transparent" -> bare(new ProxyMode.Transparent(), hasData, end);
            case "reverse" -> reverse(data(hasData, end, REVERSE));
            case "upstream" -> upstream(data(hasData, end, UPSTREAM));
            default ->
                throw wrong(0, "has no mode \"" + (name.length() > 20 ? name.substring(0, 20) : name) + "\"", MODES);
        };
    }

    private ListenerSpec bare(ProxyMode mode, boolean hasData, int end) {
        if (hasData) {
            throw wrong(end, "has data after " + mode + ", which takes none", mode + " or " + mode + "@[HOST:]PORT");
        }
        return new ListenerSpec(mode, end == text.length() ? null : at(end));
    }

    private int data(boolean hasData, int end, String expected) {
        if (!hasData || end + 1 == text.length() || text.charAt(end + 1) == '@') {
            throw wrong(end, "has no URL", expected);
        }
        return end + 1;
    }

    private ListenerSpec reverse(int from) {
        int slashes = slashes(from, REVERSE);
        ProxyMode.Scheme scheme = named(ProxyMode.Scheme.class, from, slashes - 3, REVERSE);
        int sign = text.lastIndexOf('@');
        HostPort at = sign > slashes && text.indexOf('/', sign) < 0 ? at(sign) : null;
        int end = at == null ? text.length() : sign;
        int path = indexOf('/', slashes, end);
        Endpoint target = target(slashes, path, scheme.usualPort(), REVERSE);
        String prefix = text.substring(path, end);
        if (!scheme.isHttp() && prefix.length() > 1) {
            throw wrong(
                    path,
                    "has a path, which a URL of " + scheme.name().toLowerCase(Locale.ROOT) + " cannot have",
                    REVERSE);
        }
        for (int i = path; i < end; i++) {
            if (text.charAt(i) <= ' ' || text.charAt(i) > '~' || text.charAt(i) == '?' || text.charAt(i) == '#') {
                throw wrong(i, "has a character that a path cannot contain", "a path, with %XX for other characters");
            }
        }
        while (prefix.endsWith("/")) {
            prefix = prefix.substring(0, prefix.length() - 1);
        }
        return new ListenerSpec(new ProxyMode.Reverse(scheme, target, prefix), at);
    }

    private ListenerSpec upstream(int from) {
        int slashes = slashes(from, UPSTREAM);
        NextProxy.Kind kind = named(NextProxy.Kind.class, from, slashes - 3, UPSTREAM);
        int path = indexOf('/', slashes, text.length());
        int credentials = text.lastIndexOf('@', path);
        int listener = -1;
        if (path < text.length()) { // the slash ends the URL
            if (path + 1 < text.length()) {
                if (text.charAt(path + 1) != '@') {
                    throw wrong(path + 1, "has a path, which a proxy's URL cannot have", UPSTREAM);
                }
                listener = path + 1;
            }
        } else if (credentials >= slashes) {
            int first = text.indexOf('@', slashes);
            if (first < credentials) { // two: the last begins the listener's address
                listener = credentials;
                path = listener;
                credentials = text.lastIndexOf('@', listener - 1);
            } else if (text.substring(first + 1).matches(":?[0-9]*")) {
                listener = first;
                path = listener;
                credentials = -1;
            } else if (!text.substring(slashes, first).contains(":")
                    || text.substring(slashes, first).matches("(\\[.*]|[^:]*):[0-9]{1,5}")) {
                throw wrong(
                        first,
                        "can be read in two ways: as the end of credentials, or as the beginning of the listener's address",
                        "a slash where the next proxy's URL ends, as in upstream:http://proxy.example:3128/@127.0.0.1:8080"
                                + " or upstream:http://user:123@proxy.example:3128/");
            }
        }
        HostPort at = listener < 0 ? null : at(listener);
        Credentials given = credentials < slashes ? null : credentials(slashes, credentials);
        Endpoint address = target(credentials < slashes ? slashes : credentials + 1, path, kind.usualPort(), UPSTREAM);
        return new ListenerSpec(new ProxyMode.Upstream(new NextProxy(kind, address, given)), at);
    }

    private Credentials credentials(int from, int end) {
        int colon = indexOf(':', from, end);
        String user = PercentText.decode(text.substring(from, colon));
        String password = colon == end ? "" : PercentText.decode(text.substring(colon + 1, end));
        if (user == null || password == null || user.isEmpty() || user.indexOf(':') >= 0) {
            throw wrong(from, "has malformed credentials", "user:password@, with %XX for special characters");
        }
        return new Credentials(user, password);
    }

    /** The index at which the authority begins. */
    private int slashes(int from, String expected) {
        int found = text.indexOf("://", from);
        if (found < 0) {
            String rest = text.substring(from);
            boolean host = HOST.matcher(rest).matches();
            throw wrong(from, host ? "has no URL here, as http://" + rest + " is" : "has no URL here", expected);
        }
        return found + 3;
    }

    private <E extends Enum<E>> E named(Class<E> type, int from, int end, String expected) {
        String name = text.substring(from, end);
        return Arrays.stream(type.getEnumConstants())
                .filter(one -> one.name().toLowerCase(Locale.ROOT).equals(name.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> wrong(
                        from,
                        "has a scheme that is none of "
                                + Arrays.stream(type.getEnumConstants())
                                        .map(one -> one.name().toLowerCase(Locale.ROOT))
                                        .collect(Collectors.joining(", ")),
                        expected));
    }

    private Endpoint target(int from, int end, int usualPort, String expected) {
        String authority = text.substring(from, end);
        boolean hasPort = authority.matches("(\\[.*]|[^:]*):[0-9]+");
        if (!hasPort && (authority.endsWith(":") || usualPort == 0)) {
            throw wrong(end, "has no port", expected);
        }
        HostPort parsed;
        try {
            parsed = HostPort.parse(hasPort ? authority : authority + ":" + usualPort);
        } catch (ValueException e) {
            throw wrong(from, "has no host and port", expected);
        }
        if (parsed.host().isEmpty()) {
            throw wrong(from, "has no host", expected);
        }
        if (parsed.port() == 0) {
            throw wrong(end, "has port 0", expected);
        }
        return new Endpoint(parsed.host(), parsed.port());
    }

    private HostPort at(int sign) {
        try {
            return HostPort.parse(text.substring(sign + 1));
        } catch (ValueException e) {
            throw wrong(
                    sign + 1, "has no listener's address after the @", "[HOST:]PORT, such as @8081 or @127.0.0.1:8081");
        }
    }

    private int indexOf(char wanted, int from, int end) {
        int found = text.indexOf(wanted, from);
        return found < 0 || found > end ? end : found;
    }

    /** The text between the slashes and an at sign may be a password, so it is not quoted. */
    private ValueException wrong(int index, String problem, String expected) {
        String shown = SECRET.matcher(text).replaceFirst("://…@");
        return new ValueException(shown, "at column " + (index + 1) + " " + problem, expected);
    }
}
