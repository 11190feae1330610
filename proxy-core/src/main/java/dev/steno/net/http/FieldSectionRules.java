package dev.steno.net.http;

import dev.steno.flow.Endpoint;
import dev.steno.flow.Headers;
import dev.steno.flow.Tokens;
import dev.steno.net.channel.Addresses;
import dev.steno.net.settings.ProxySettings;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether an HTTP/2 or HTTP/3 message is malformed (RFC 9113, 8.1.1). Stricter than an endpoint that only speaks HTTP/2
 * needs to be: the message may be forwarded as HTTP/1, where one forbidden byte could start another field or another request.
 * Stateless; any thread.
 */
public final class FieldSectionRules {
    private FieldSectionRules() {}

    /** A malformed message, which is answered by a stream error; the exception's message says why. */
    public static final class Malformed extends Exception {
        private static final long serialVersionUID = 1;

        public Malformed(String message) {
            super(message, null, false, false);
        }
    }

    /**
     * Checks a request's header section except its authority. A CONNECT with {@code :protocol} is an extended one (RFC 8441, 4).
     */
    static void checkRequest(Headers headers) throws Malformed {
        checkFields(headers, Section.REQUEST, null);
        String method = once(headers, ":method");
        if (method == null || !Tokens.isToken(method)) {
            throw new Malformed("the request has no method, or one that is not a token");
        }
        String path = once(headers, ":path");
        String scheme = once(headers, ":scheme");
        String protocol = once(headers, ":protocol");
        if (protocol != null && !method.equals("CONNECT")) {
            throw new Malformed("only a CONNECT may have the pseudo-header field :protocol (RFC 8441, 4)");
        }
        if (method.equals("CONNECT") && protocol == null) {
            if (path != null || scheme != null) {
                throw new Malformed("a CONNECT must have neither a scheme nor a path (RFC 9113, 8.5)");
            }
            return;
        }
        if (scheme == null) {
            throw new Malformed("the request has no scheme");
        }
        if (path == null || !(path.startsWith("/") || path.equals("*") && method.equals("OPTIONS"))) {
            throw new Malformed("the request has no path, or one that does not begin with a slash");
        }
        for (int i = 0; i < path.length(); i++) {
            if (path.charAt(i) <= ' ' || path.charAt(i) == 0x7f) {
                throw new Malformed("the path holds a space or a control character");
            }
        }
    }

    /**
     * The host, or host and port, that a request is for. If both {@code :authority} and Host name it, they must agree (RFC 9113,
     * 8.3.1).
     */
    static String authority(Headers headers) throws Malformed {
        String authority = once(headers, ":authority");
        String host = once(headers, "host");
        if (authority == null) {
            if (host == null) {
                throw new Malformed("the request has neither an authority nor a Host field");
            }
            return host;
        }
        if (host != null && !sameServer(authority, host)) {
            throw new Malformed("the authority and the Host field name different servers");
        }
        return authority;
    }

    private static boolean sameServer(String authority, String host) {
        Endpoint one = Addresses.parse(authority, 1);
        Endpoint other = Addresses.parse(host, 1);
        return authority.equalsIgnoreCase(host)
                || one != null
                        && other != null
                        && one.host().equalsIgnoreCase(other.host())
                        && (one.port() == other.port() || one.port() == 1 || other.port() == 1);
    }

    /** The Content-Length; -1 if there is none. */
    public static long contentLength(Headers headers) throws Malformed {
        long length = -1;
        for (String value : headers.all("content-length")) {
            long next = digits(value);
            if (next < 0 || length >= 0 && length != next) {
                throw new Malformed("the Content-Length is not a number, or there are two different ones");
            }
            length = next;
        }
        return length;
    }

    /**
     * The fields with equal Content-Length fields merged into one (RFC 9110, 8.6), as in HTTP/1; the same object if there is at
     * most one.
     */
    public static Headers withOneLength(Headers headers) throws Malformed {
        int lengths = 0;
        for (int i = 0; i < headers.size(); i++) {
            lengths += headers.name(i).equals("content-length") ? 1 : 0;
        }
        if (lengths < 2 || contentLength(headers) < 0) {
            return headers;
        }
        Headers.Builder one = Headers.builder(headers.size());
        boolean seen = false;
        for (int i = 0; i < headers.size(); i++) {
            boolean length = headers.name(i).equals("content-length");
            if (!length || !seen) {
                one.add(headers.name(i), headers.value(i));
            }
            seen |= length;
        }
        return one.build();
    }

    private static long digits(String value) {
        long number = 0;
        for (int i = 0; i < value.length(); i++) {
            char digit = value.charAt(i);
            if (digit < '0' || digit > '9' || i >= 18) {
                return -1;
            }
            number = 10 * number + digit - '0';
        }
        return value.isEmpty() ? -1 : number;
    }

    /** Checks a trailer section: it must not hold pseudo-header fields, nor fields that determine where the message ends. */
    public static void checkTrailers(Headers trailers) throws Malformed {
        checkTrailers(trailers, null);
    }

    /** @param odd notes names that are not tokens; null if such names are malformed, as in requests */
    public static void checkTrailers(Headers trailers, @Nullable ParseRemarks odd) throws Malformed {
        checkFields(trailers, Section.TRAILERS, odd);
        if (trailers.contains("content-length") || trailers.contains("host")) {
            throw new Malformed("the trailers hold a Content-Length or a Host");
        }
    }

    /**
     * Checks a response's header section. White space around a value is accepted, since many servers send it and no
     * client counts it as a part of the value. A field whose name is not a token is noted and recorded but not
     * forwarded, as in HTTP/1.
     *
     * @return the status
     */
    public static int checkResponse(Headers headers, ParseRemarks odd) throws Malformed {
        checkFields(headers, Section.RESPONSE, odd);
        String status = headers.get(":status");
        if (status == null || headers.all(":status").size() > 1 || status.length() != 3 || digits(status) < 100) {
            throw new Malformed("it must have exactly one :status, of three digits");
        }
        return (int) digits(status);
    }

    private enum Section {
        REQUEST,
        RESPONSE,
        TRAILERS
    }

    private static void checkFields(Headers headers, Section section, @Nullable ParseRemarks odd) throws Malformed {
        if (headers.size() > ProxySettings.MAX_FIELDS) {
            throw new Malformed("the message has more than " + ProxySettings.MAX_FIELDS + " fields");
        }
        for (int i = 0; i < headers.size(); i++) {
            String name = headers.name(i);
            String value = headers.value(i);
            if (name.startsWith(":")) {
                if (section == Section.TRAILERS
                        || !(section == Section.REQUEST ? isRequestPseudo(name) : name.equals(":status"))) {
                    throw new Malformed("the pseudo-header field " + name + " is not allowed in this section");
                }
            } else if (hasUpperCase(name)) {
                throw new Malformed("the field name " + ParseRemarks.quoted(name) + " has upper-case letters");
            } else if (!Tokens.isToken(name)) {
                noToken(name, odd);
            } else if (isOfConnection(name) || name.equals("te") && !value.equals("trailers")) {
                throw new Malformed("the field " + name + " is not allowed in HTTP/2 (RFC 9113, 8.2.2)");
            }
            checkValue(name, value);
            if (section != Section.RESPONSE) {
                checkEnds(name, value);
            }
        }
    }

    private static void noToken(String name, @Nullable ParseRemarks odd) throws Malformed {
        String what = "the field name " + ParseRemarks.quoted(name) + " is not a token";
        if (odd == null || holdsLineEnd(name)) {
            throw new Malformed(what);
        }
        try {
            odd.odd(what + ": the field is not forwarded");
        } catch (dev.steno.net.http.MalformedMessage e) { // responses are parsed strictly
            throw new Malformed(what);
        }
    }

    private static boolean holdsLineEnd(String text) {
        return text.indexOf(0) >= 0 || text.indexOf('\r') >= 0 || text.indexOf('\n') >= 0;
    }

    private static void checkValue(String name, String value) throws Malformed {
        if (holdsLineEnd(value)) {
            throw new Malformed("the value of " + name + " holds a line end or a NUL");
        }
    }

    private static void checkEnds(String name, String value) throws Malformed {
        if (!value.isEmpty() && (isBlank(value.charAt(0)) || isBlank(value.charAt(value.length() - 1)))) {
            throw new Malformed("the value of " + name + " begins or ends with white space");
        }
    }

    /** Whether a field, named in lower case, belongs to a connection of HTTP/1 and makes a message of HTTP/2 malformed. */
    public static boolean isOfConnection(String name) {
        return switch (name) {
            case "connection", "keep-alive", "proxy-connection", "transfer-encoding", "upgrade" -> true;
            default -> false;
        };
    }

    private static boolean isRequestPseudo(String name) {
        return switch (name) {
            case ":method", ":scheme", ":authority", ":path", ":protocol" -> true;
            default -> false;
        };
    }

    /** The value of a field that may occur once; null if it is absent. */
    private static @Nullable String once(Headers headers, String name) throws Malformed {
        if (headers.all(name).size() > 1) {
            throw new Malformed("the request has more than one " + name);
        }
        return headers.get(name);
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }

    private static boolean hasUpperCase(String name) {
        return name.chars().anyMatch(c -> c >= 'A' && c <= 'Z');
    }
}
