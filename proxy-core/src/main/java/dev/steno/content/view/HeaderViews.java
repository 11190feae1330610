package dev.steno.content.view;

import dev.steno.content.view.Span.Kind;
import dev.steno.flow.Headers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** What header fields contain: cookies and credentials, taken apart. Stateless. */
public final class HeaderViews {
    private static final String BEARER = "bearer ";
    private static final String BASIC = "basic ";

    private HeaderViews() {}

    /** Shows the cookies of a request (RFC 6265, 4.2), and those that a response sets with their attributes (4.1). */
    public static void showCookies(Headers headers, ViewOutput out) {
        for (String value : headers.all("cookie")) {
            for (String cookie : value.split(";", -1)) {
                pair(cookie.strip(), out);
            }
        }
        for (String value : headers.all("set-cookie")) {
            String[] parts = value.split(";", -1);
            pair(parts[0].strip(), out);
            out.nest();
            for (int i = 1; i < parts.length; i++) {
                if (!parts[i].isBlank()) {
                    out.add(Kind.COMMENT, parts[i].strip()).end();
                }
            }
            out.unnest();
        }
    }

    private static void pair(String cookie, ViewOutput out) {
        int equals = cookie.indexOf('=');
        if (equals >= 0) {
            out.pair(cookie.substring(0, equals), Kind.STRING, cookie.substring(equals + 1));
        } else if (!cookie.isEmpty()) {
            out.add(Kind.KEY, cookie).end();
        }
    }

    /** Shows the Authorization field if it holds a JSON Web Token or the user of Basic (RFC 7617). */
    public static void showAuthorization(Headers headers, ViewOutput out) {
        String value = headers.get("authorization");
        if (value == null) {
            return;
        }
        if (value.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            String token = value.substring(BEARER.length()).strip();
            if (JwtView.isToken(token)) {
                JwtView.showToken(token, out);
            }
        } else if (value.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
            basic(value.substring(BASIC.length()).strip(), out);
        }
    }

    private static void basic(String credentials, ViewOutput out) {
        try {
            String pair = new String(Base64.getDecoder().decode(credentials), StandardCharsets.UTF_8);
            int colon = pair.indexOf(':');
            out.pair("user", Kind.STRING, colon < 0 ? pair : pair.substring(0, colon));
        } catch (IllegalArgumentException malformed) {
            out.note("the credentials are not base64");
        }
    }
}
