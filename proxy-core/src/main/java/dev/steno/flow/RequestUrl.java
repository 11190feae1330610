package dev.steno.flow;

import java.net.IDN;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * A URL that a person or a rule gives a request. Immutable.
 *
 * @param scheme {@code http} or {@code https}
 * @param server the host without brackets, in ASCII, and the port
 * @param path path and query; begins with a slash
 */
record RequestUrl(String scheme, Endpoint server, String path) {
    /** Characters that IDNA2003, which Java has, maps otherwise than browsers do: ß, final sigma, joiners. */
    private static final String DEVIATIONS = "\u00DF\u03C2\u200C\u200D";

    /** @throws IllegalArgumentException if that is no absolute URL of http; the message says why */
    static RequestUrl parse(String url) {
        int colon = url.indexOf("://");
        if (colon <= 0) {
            throw refused(url, "must begin with http:// or https://, or with / for another path at the same server");
        }
        String scheme = scheme(url, url.substring(0, colon).toLowerCase(Locale.ROOT));
        int start = colon + 3;
        int end = start;
        while (end < url.length() && "/?#".indexOf(url.charAt(end)) < 0) {
            end++;
        }
        Endpoint server = server(url, url.substring(start, end), Endpoint.usualPort(scheme));
        String rest = url.substring(end);
        return new RequestUrl(scheme, server, path(rest.startsWith("/") ? rest : "/" + rest));
    }

    private static String scheme(String url, String named) {
        return switch (named) {
            case "http", "ws" -> "http";
            case "https", "wss" -> "https";
            default -> throw refused(url, "has the scheme " + named + "; http, https, ws and wss are supported");
        };
    }

    private static Endpoint server(String url, String authority, int usual) {
        if (authority.indexOf('@') >= 0) {
            throw refused(url, "has user information; set the Authorization field instead");
        }
        boolean literal = authority.startsWith("[");
        int end = literal ? authority.indexOf(']') + 1 : authority.indexOf(':');
        if (literal && end == 0) {
            throw refused(url, "has an IPv6 address without its closing bracket");
        }
        String host = end < 0 ? authority : authority.substring(0, end);
        String port = authority.substring(host.length());
        if (!port.isEmpty() && port.charAt(0) != ':') {
            throw refused(url, "has text between the IPv6 address and the port");
        }
        return new Endpoint(literal ? ipv6(url, host) : name(url, host), port(url, port, usual));
    }

    private static int port(String url, String text, int usual) {
        if (text.length() < 2) {
            return usual;
        }
        int port = text.length() > 6 || !text.chars().skip(1).allMatch(c -> c >= '0' && c <= '9')
                ? 0
                : Integer.parseInt(text.substring(1));
        if (port < 1 || port > 65535) {
            throw refused(url, "has the port " + text.substring(1) + "; a port is a number from 1 to 65535");
        }
        return port;
    }

    private static String ipv6(String url, String literal) {
        String address = literal.substring(1, literal.length() - 1);
        boolean colons = address.indexOf(':') >= 0;
        if (!colons || !address.chars().allMatch(c -> c < 128 && "0123456789abcdefABCDEF:.".indexOf(c) >= 0)) {
            throw refused(url, "has " + literal + ", which is no IPv6 address");
        }
        return address;
    }

    private static String name(String url, String host) {
        String ascii = host;
        if (!host.chars().allMatch(c -> c < 128)) {
            if (host.chars().anyMatch(c -> DEVIATIONS.indexOf(c) >= 0)) {
                throw refused(url, "has a host that standards encode differently; write its xn-- form");
            }
            try {
                ascii = IDN.toASCII(host, IDN.ALLOW_UNASSIGNED).toLowerCase(Locale.ROOT);
            } catch (IllegalArgumentException e) {
                throw refused(url, "has a host that cannot be encoded: " + e.getMessage());
            }
        }
        if (ascii.isEmpty()) {
            throw refused(url, "has no host");
        }
        if (!ascii.chars().allMatch(RequestUrl::isOfHost)) {
            throw refused(url, "has a character in its host that no host has");
        }
        return ascii;
    }

    private static boolean isOfHost(int c) {
        return c > ' ' && c < 0x7f && "/?#@\\<>\"^`{|}[]%:".indexOf(c) < 0;
    }

    /**
     * Path and query as a request has them: without the fragment; spaces and what is not ASCII are percent-encoded.
     *
     * @throws IllegalArgumentException if it has a control character
     */
    static String path(String text) {
        int fragment = text.indexOf('#');
        String path = fragment < 0 ? text : text.substring(0, fragment);
        if (path.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            return path;
        }
        StringBuilder out = new StringBuilder(path.length() + 16);
        for (byte b : bytes(path)) {
            if (b >= 0 && b < ' ' || b == 0x7f) {
                throw new IllegalArgumentException(
                        "the path holds a control character; write it as %" + String.format(Locale.ROOT, "%02X", b));
            } else if (b > ' ') {
                out.append((char) b);
            } else {
                out.append(String.format(Locale.ROOT, "%%%02X", b & 0xFF));
            }
        }
        return out.toString();
    }

    /** A recorded path has a character for each byte; one that a person writes has letters. */
    private static byte[] bytes(String path) {
        byte[] sent = path.getBytes(StandardCharsets.ISO_8859_1);
        boolean recorded = path.chars().allMatch(c -> c <= 0xFF) && isUtf8(sent);
        return recorded ? sent : path.getBytes(StandardCharsets.UTF_8);
    }

    private static boolean isUtf8(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    private static IllegalArgumentException refused(String url, String why) {
        String line = url.replaceAll("\\p{Cntrl}", "\uFFFD");
        return new IllegalArgumentException("the URL \"" + line + "\" " + why);
    }
}
