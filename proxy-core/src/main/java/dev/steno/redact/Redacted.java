package dev.steno.redact;

import dev.steno.flow.Body;
import dev.steno.flow.Flow;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.Notes;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * How redacted values are recognised. A token is {@code ‹r:kind:8 hex›} in Unicode texts and JSON strings, and
 * {@code ~r.kind.8 hex~} where only ASCII is legal: these characters are unreserved in URLs (RFC 3986, 2.3), and legal in
 * field values, cookies (RFC 6265, 4.1.1) and {@code token68} (RFC 9110, 11.2). Stateless.
 */
public final class Redacted {
    /** The metadata key of a redacted flow; its value names the rules that replaced something, separated by commas. */
    public static final String MARK = "redacted";

    private static final int HEX = 8;
    private static final int LONGEST_KIND = 16;

    private Redacted() {}

    /**
     * Whether values of a flow were redacted, so that its messages are not those that passed and must not be sent again as
     * if they were. Found by the mark of the flow, and by tokens in its head and its inline bodies.
     */
    public static boolean isRedacted(Flow flow) {
        if (flow.notes().metadata().containsKey(MARK)) {
            return true;
        }
        return flow instanceof HttpFlow http && (hasTokens(http) || isTokenIn(http.response()));
    }

    /** Whether the request has tokens in place of values. */
    public static boolean hasTokens(HttpFlow flow) {
        return hasToken(flow.request().path())
                || isTokenIn(flow.request().headers())
                || isTokenIn(flow.request().trailers())
                || isTokenIn(flow.request().body());
    }

    private static boolean isTokenIn(@Nullable HttpResponse response) {
        return response != null
                && (isTokenIn(response.headers()) || isTokenIn(response.trailers()) || isTokenIn(response.body()));
    }

    private static boolean isTokenIn(@Nullable Headers fields) {
        for (int i = 0; fields != null && i < fields.size(); i++) {
            if (hasToken(fields.value(i))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isTokenIn(Body body) {
        return body instanceof Body.Inline inline && hasToken(new String(inline.bytes(), StandardCharsets.ISO_8859_1));
    }

    /** Whether a response has tokens in place of values. */
    public static boolean hasToken(HttpResponse response) {
        return isTokenIn(response);
    }

    /** Whether bytes contain a token. */
    public static boolean hasToken(byte[] data) {
        return hasToken(new String(data, StandardCharsets.ISO_8859_1));
    }

    /** Whether a text contains a token, as Unicode or as bytes of UTF-8 with a char for each. */
    public static boolean hasToken(String text) {
        return indexOf(text, 0) >= 0;
    }

    /** The index of the first token from a position on; -1 if there is none. */
    static int indexOf(String text, int from) {
        for (int at = text.indexOf('r', from); at >= 0; at = text.indexOf('r', at + 1)) {
            int begin = begin(text, at);
            if (begin >= from && end(text, begin) >= 0) {
                return begin;
            }
        }
        return -1;
    }

    private static int begin(String text, int letter) {
        if (letter >= 1 && (text.charAt(letter - 1) == '~' || text.charAt(letter - 1) == '\u2039')) {
            return letter - 1;
        }
        return letter >= 3 && text.startsWith("\u00e2\u0080\u00b9", letter - 3) ? letter - 3 : -1;
    }

    /** The position behind the token that begins at a position; -1 if none does. */
    static int end(String text, int begin) {
        char first = begin < text.length() ? text.charAt(begin) : 0;
        int at;
        char between = ':';
        String close;
        if (first == '~') {
            at = begin + 1;
            between = '.';
            close = "~";
        } else if (first == '\u2039') {
            at = begin + 1;
            close = "\u203a";
        } else if (text.startsWith("\u00e2\u0080\u00b9", begin)) {
            at = begin + 3;
            close = "\u00e2\u0080\u00ba";
        } else {
            return -1;
        }
        if (!text.startsWith("r" + between, at)) {
            return -1;
        }
        at += 2;
        int kind = at;
        while (at < text.length() && at - kind < LONGEST_KIND && isKind(text.charAt(at))) {
            at++;
        }
        if (at == kind || at >= text.length() || text.charAt(at++) != between) {
            return -1;
        }
        for (int i = 0; i < HEX; i++, at++) {
            if (at >= text.length() || Character.digit(text.charAt(at), 16) < 0) {
                return -1;
            }
        }
        return text.startsWith(close, at) ? at + close.length() : -1;
    }

    private static boolean isKind(char c) {
        return c >= 'a' && c <= 'z' || c >= '0' && c <= '9';
    }

    /** Whether a text is a token and nothing else. */
    static boolean isToken(String text) {
        return end(text, 0) == text.length();
    }

    static String ascii(String kind, String digest) {
        return "~r." + kind + "." + digest + "~";
    }

    static String unicode(String kind, String digest) {
        return "\u2039r:" + kind + ":" + digest + "\u203a";
    }

    /** These notes with the mark of a redacted flow. @param kinds those of the rules, separated by commas */
    public static Notes marked(Notes notes, String kinds) {
        String before = notes.metadata().get(MARK);
        if (before == null) {
            return notes.withMetadata(MARK, kinds);
        }
        StringBuilder all = new StringBuilder(before);
        for (String kind : kinds.split(", ", -1)) {
            if (!(", " + all + ",").contains(", " + kind + ",")) {
                all.append(", ").append(kind);
            }
        }
        return notes.withMetadata(MARK, all.toString());
    }
}
