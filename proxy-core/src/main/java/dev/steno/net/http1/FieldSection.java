package dev.steno.net.http1;

import dev.steno.flow.Headers;
import dev.steno.flow.Tokens;
import dev.steno.net.http.MalformedMessage;
import dev.steno.net.http.ParseRemarks;
import dev.steno.net.http.ProxyCredentials;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A header or trailer section of HTTP/1, line by line (RFC 9112, 5). Values keep their control bytes except CR, LF and NUL
 * (RFC 9110, 5.5). A name that is not a token is kept for the record; {@code HopByHop} does not forward it. From a server,
 * every line that curl and browsers accept is accepted; from a client, a line that another parser could read as a framing field
 * is refused. Owned by one parser, on its event loop.
 */
final class FieldSection {
    private static final String SECRET = ProxyCredentials.FIELD.toLowerCase(Locale.ROOT);

    private final boolean lenient;
    private final ParseRemarks odd;
    private Headers.Builder fields = Headers.builder(16);
    private @Nullable String name;
    private String value = "";
    private @Nullable StringBuilder folded;
    private boolean dropping;
    private int count;

    /** @param lenient whether the sender is a server */
    FieldSection(boolean lenient, ParseRemarks odd) {
        this.lenient = lenient;
        this.odd = odd;
    }

    /** Starts a new section and discards the previous one. */
    void beginSection() {
        fields = Headers.builder(16);
        name = null;
        folded = null;
        dropping = false;
        count = 0;
    }

    /** The number of fields so far, without continuation lines and dropped lines. */
    int count() {
        return count;
    }

    /** The fields so far, in their order and case. */
    Headers endSection() {
        finish();
        return fields.build();
    }

    /** @param line without its terminator; not empty */
    void addLine(String line) throws MalformedMessage {
        if (isBlank(line.charAt(0))) {
            fold(line);
            return;
        }
        finish();
        int colon = line.indexOf(':');
        if (colon < 0) {
            dropLine(line);
            return;
        }
        int end = colon;
        while (end > 0 && isBlank(line.charAt(end - 1))) {
            end--;
        }
        if (end < colon) {
            if (!lenient) {
                throw new MalformedMessage("white space before the colon of a field");
            }
            odd.note("white space before a colon was removed");
        }
        String given = line.substring(0, end);
        checkName(given);
        name = given;
        count++;
        value = value(line, colon + 1);
    }

    private void checkName(String given) throws MalformedMessage {
        if (Tokens.isToken(given)) {
            return;
        }
        for (int i = 0; i < given.length(); i++) {
            char c = given.charAt(i);
            if (c == 0 || !lenient && (c <= ' ' || c == 0x7f)) {
                throw new MalformedMessage(
                        c == ' ' || c == '\t'
                                ? "white space in a field name"
                                : "a control character in the name of a field");
            }
        }
        if (given.isEmpty() && !lenient) {
            throw new MalformedMessage("a field without a name");
        }
        odd.odd("the field name " + ParseRemarks.quoted(given) + " is not a token: the field is not forwarded");
    }

    private void dropLine(String line) throws MalformedMessage {
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == 0 || !lenient && (c <= ' ' || c == 0x7f)) {
                throw new MalformedMessage("a field line without a colon: " + shown(line));
            }
        }
        dropping = true;
        odd.framing("a field line without a colon was dropped: " + shown(line));
    }

    /** A continuation line, obs-fold (RFC 9112, 5.2). */
    private void fold(String line) throws MalformedMessage {
        if (dropping) {
            return;
        }
        if (name == null) {
            if (!lenient) {
                throw new MalformedMessage("white space before the first field");
            }
            dropping = true;
            odd.framing("white space before the first field: the line was dropped: " + shown(line));
            return;
        }
        if (!lenient && (isFraming(name) || name.equalsIgnoreCase("Host"))) {
            throw new MalformedMessage(
                    "the field " + name + " is continued on a second line (obs-fold, RFC 9112, 5.2)");
        }
        odd.note("a field in several lines was joined");
        if (folded == null) {
            folded = new StringBuilder(value);
        }
        folded.append(' ').append(value(line, 0));
    }

    /** A malformed line as quoted in a remark. Proxy credentials are left out of remarks too. */
    private static String shown(String line) {
        return line.toLowerCase(Locale.ROOT).contains(SECRET) ? ProxyCredentials.WITHHELD : ParseRemarks.quoted(line);
    }

    private static boolean isSecret(@Nullable String name) {
        return ProxyCredentials.FIELD.equalsIgnoreCase(name);
    }

    /** A field's value without the optional white space around it (RFC 9110, 5.6.3). */
    static String trimmed(String text) {
        return trimmed(text, 0);
    }

    private static String trimmed(String text, int from) {
        int start = from;
        int end = text.length();
        while (start < end && isBlank(text.charAt(start))) {
            start++;
        }
        while (start < end && isBlank(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }

    private String value(String line, int from) throws MalformedMessage {
        String text = trimmed(line, from);
        return Tokens.isVisible(text) ? text : oddValue(text);
    }

    private String oddValue(String text) throws MalformedMessage {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0) {
                throw new MalformedMessage("NUL in the value of a field");
            }
            if (c == '\r' && !lenient) {
                throw new MalformedMessage("a bare carriage return in the value of a field");
            }
        }
        if (text.indexOf('\r') >= 0) { // some parsers end the line at it, so it is never forwarded (RFC 9112, 2.2)
            odd.framing("a bare carriage return in a value was replaced by a space");
            return trimmed(text.replace('\r', ' '));
        }
        odd.odd("a value holds control characters: "
                + (isSecret(name) ? ProxyCredentials.WITHHELD : ParseRemarks.quoted(text)));
        return text;
    }

    private void finish() {
        if (name != null) {
            fields.add(name, folded == null ? value : folded.toString());
        }
        name = null;
        folded = null;
        dropping = false;
    }

    static boolean isFraming(String name) {
        return name.equalsIgnoreCase("Content-Length") || name.equalsIgnoreCase("Transfer-Encoding");
    }

    static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }
}
