package dev.steno.redact;

import dev.steno.redact.json.NameTable;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Redacts parameters, and users with their passwords, in URLs and in texts that contain URLs. All else stays as it is
 * written. Immutable; any thread.
 */
final class UrlText {
    private static final String ENDS_VALUE = "&# \t\r\n\"'<>\\";
    private static final String ENDS_AUTHORITY = "/?# \t\r\n\"'<>\\";

    private final NameTable parameters;
    private final int userInfo;

    /** @param userInfo the index of the rule; -1 for none */
    UrlText(NameTable parameters, int userInfo) {
        this.parameters = parameters;
        this.userInfo = userInfo;
    }

    boolean isIdle() {
        return parameters.isEmpty() && userInfo < 0;
    }

    /** Redacts a request target; that of a CONNECT may have a user as well. */
    String target(String text, Finders finders, Replacing with) {
        String redacted = inText(text, finders, with, false);
        int at = redacted.indexOf('@');
        if (userInfo >= 0
                && at > 0
                && !redacted.startsWith("/")
                && redacted.indexOf("://") < 0
                && redacted.indexOf('/') < 0) {
            String user = redacted.substring(0, at);
            redacted = with.ascii(userInfo, "userinfo", decoded(user, false), user) + redacted.substring(at);
        }
        return redacted;
    }

    /** Redacts the user and the password of a URL, alone. */
    String user(String text, Replacing with) {
        return userInfo < 0 ? text : with.unicode(userInfo, "userinfo", decoded(text, false), text);
    }

    /**
     * Redacts all URLs in a text.
     *
     * @param unicode whether tokens may have characters beyond ASCII
     */
    String inText(String text, Finders finders, Replacing with, boolean unicode) {
        String redacted = userInfo >= 0 && text.indexOf('@') > 0 ? users(text, with, unicode) : text;
        return parameters.isEmpty() && finders.isEmpty() || redacted.indexOf('=') < 0
                ? redacted
                : parameters(redacted, finders, with, unicode);
    }

    private String users(String text, Replacing with, boolean unicode) {
        StringBuilder out = null;
        int copied = 0;
        for (int at = text.indexOf("://"); at >= 0; at = text.indexOf("://", at + 1)) {
            int from = at + 3;
            int sign = -1;
            int end = from;
            while (end < text.length() && ENDS_AUTHORITY.indexOf(text.charAt(end)) < 0) {
                if (text.charAt(end) == '@') {
                    sign = end;
                }
                end++;
            }
            if (sign > from) {
                out = out == null ? new StringBuilder(text.length()) : out;
                String user = text.substring(from, sign);
                String secret = decoded(user, false);
                out.append(text, copied, from)
                        .append(
                                unicode
                                        ? with.unicode(userInfo, "userinfo", secret, user)
                                        : with.ascii(userInfo, "userinfo", secret, user));
                copied = sign;
            }
        }
        return out == null ? text : out.append(text, copied, text.length()).toString();
    }

    private String parameters(String text, Finders finders, Replacing with, boolean unicode) {
        StringBuilder out = null;
        int copied = 0;
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c != '?' && c != '&' && c != ';' && c != '#') {
                continue;
            }
            int name = at + 1;
            int equals = name;
            while (equals < text.length() && "=&?;#/ \t\"'<>".indexOf(text.charAt(equals)) < 0) {
                equals++;
            }
            if (equals >= text.length() || text.charAt(equals) != '=') {
                continue;
            }
            int end = equals + 1;
            while (end < text.length()
                    && ENDS_VALUE.indexOf(text.charAt(end)) < 0
                    && !(c == ';' && text.charAt(end) == ';')) {
                end++;
            }
            String written = text.substring(equals + 1, end);
            String token = value(decoded(text.substring(name, equals), true), written, finders, with, unicode);
            if (token != null) {
                out = out == null ? new StringBuilder(text.length()) : out;
                out.append(text, copied, equals + 1).append(token);
                copied = end;
            }
            at = end - 1;
        }
        return out == null ? text : out.append(text, copied, text.length()).toString();
    }

    /** The token of a parameter's value; null if it stays. */
    private @Nullable String value(String name, String written, Finders finders, Replacing with, boolean unicode) {
        int rule = parameters.rule(name);
        String kind = "query";
        String secret = decoded(written, true);
        if (rule < 0 && !finders.isEmpty() && !secret.equals(written)) {
            ValueFinder found = finders.first(secret);
            if (found == null || finders.first(written) != null) {
                return null;
            }
            rule = found.rule();
            kind = found.kind();
        }
        if (rule < 0) {
            return null;
        }
        String token = unicode ? with.unicode(rule, kind, secret, written) : with.ascii(rule, kind, secret, written);
        return token.equals(written) ? null : token;
    }

    /** Removes percent-encoding; what is malformed stays. The result has a char for each byte. */
    static String decoded(String text, boolean plusIsSpace) {
        if (text.indexOf('%') < 0 && text.indexOf('+') < 0) {
            return text;
        }
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length);
        for (int i = 0; i < bytes.length; i++) {
            int high = bytes[i] == '%' && i + 2 < bytes.length ? Character.digit(bytes[i + 1], 16) : -1;
            int low = high < 0 ? -1 : Character.digit(bytes[i + 2], 16);
            if (low >= 0) {
                out.write(high << 4 | low);
                i += 2;
            } else {
                out.write(plusIsSpace && bytes[i] == '+' ? ' ' : bytes[i]);
            }
        }
        return out.toString(StandardCharsets.ISO_8859_1);
    }
}
