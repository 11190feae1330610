package dev.steno.option;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An address to listen on or connect to: {@code host:port}, with an IPv6 literal in brackets (RFC 3986, 3.2.2), or a
 * port alone ({@code :8080} or {@code 8080}).
 *
 * @param host a name or an IP literal without brackets; empty if only a port was given
 * @param port 0 to 65535
 */
public record HostPort(String host, int port) {
    static final ValueType<HostPort> TYPE = ValueType.of(
            "address",
            "[HOST:]PORT",
            "host:port, :port or port, an IPv6 address in brackets, such as 127.0.0.1:8080 or [::1]:8080",
            HostPort::parse,
            HostPort::toString);

    private static final Pattern NAME = Pattern.compile("[^\\s\\p{Cntrl}:/@?#\\[\\]\\\\]+");
    private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*(%[^\\s\\p{Cntrl}\\[\\]]+)?");
    private static final Pattern FORM = Pattern.compile("(?:(?<host>.*):)?(?<port>[0-9]+)", Pattern.DOTALL);

    public HostPort {
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("a port is a number from 0 to 65535, not " + port);
        }
        if (!host.isEmpty()
                && !NAME.matcher(host).matches()
                && !IPV6.matcher(host).matches()) {
            throw new IllegalArgumentException("not a host name or IP address: " + host);
        }
    }

    /**
     * Parses an address.
     *
     * @throws ValueException if the text is not an address
     */
    public static HostPort parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            boolean host = NAME.matcher(text).matches();
            throw new ValueException(
                    text, host ? "has no port, as " + text + ":8080 has" : "has no port", TYPE.accepted());
        }
        String digits = form.group("port");
        int port = digits.length() > 5 ? Integer.MAX_VALUE : Integer.parseInt(digits);
        if (port > 65535) {
            throw new ValueException(text, "has a port above 65535", TYPE.accepted());
        }
        String host = form.group("host") == null ? "" : form.group("host");
        if (host.startsWith("[") && host.endsWith("]")) {
            String literal = host.substring(1, host.length() - 1);
            if (!IPV6.matcher(literal).matches()) {
                throw new ValueException(text, "has no IPv6 address in its brackets", TYPE.accepted());
            }
            return new HostPort(literal, port);
        }
        if (host.indexOf(':') >= 0) {
            throw new ValueException(text, "is ambiguous without brackets around the address", TYPE.accepted());
        }
        if (!host.isEmpty() && !NAME.matcher(host).matches()) {
            throw new ValueException(text, "has no host name or IP address before its port", TYPE.accepted());
        }
        return new HostPort(host, port);
    }

    /** The host, or a default if only a port was given. */
    public String hostOr(String other) {
        return host.isEmpty() ? other : host;
    }

    /** {@code host:port}, or {@code :port} if only a port was given. */
    @Override
    public String toString() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
}
