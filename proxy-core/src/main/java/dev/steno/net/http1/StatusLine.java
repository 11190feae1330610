package dev.steno.net.http1;

import dev.steno.flow.Tokens;
import dev.steno.net.http.MalformedMessage;
import dev.steno.net.http.ParseRemarks;

/**
 * The first line of a response (RFC 9112, 4).
 *
 * @param version {@code HTTP/1.0} or another of major version 1; any other version over an HTTP/1 connection
 *     counts as {@code HTTP/1.1}, as in curl and browsers
 * @param status 100 to 999
 * @param reason may be empty; without CR, LF and NUL
 */
public record StatusLine(String version, int status, String reason) {
    private static final String PROTOCOL = "HTTP/";

    public static StatusLine of(String line, ParseRemarks odd) throws MalformedMessage {
        if (!line.regionMatches(true, 0, PROTOCOL, 0, PROTOCOL.length())) {
            throw new MalformedMessage("it does not begin with HTTP/: " + ParseRemarks.quoted(line));
        }
        int space = line.indexOf(' ');
        String sent = space < 0 ? line : line.substring(0, space);
        int at = sent.length();
        while (at < line.length() && line.charAt(at) == ' ') {
            at++;
        }
        if (at - sent.length() > 1) {
            odd.note("more than one space before the status");
        }
        return new StatusLine(version(sent, odd), status(line, at, odd), reason(line, at + 3, odd));
    }

    private static String version(String sent, ParseRemarks odd) throws MalformedMessage {
        if (sent.equals("HTTP/1.1") || sent.equals("HTTP/1.0")) {
            return sent;
        }
        if (isDigits(sent, 7, 1) && sent.startsWith("HTTP/1.") && sent.length() == 8) {
            return sent; // RFC 9110, 2.5: an unknown minor version is read as the highest known one
        }
        String upper = sent.toUpperCase(java.util.Locale.ROOT);
        if (upper.equals("HTTP/1.1") || upper.equals("HTTP/1.0")) {
            odd.framing("the protocol is written " + sent);
            return upper;
        }
        if (upper.equals("HTTP/2") || upper.equals("HTTP/2.0")) {
            odd.framing("the protocol version is " + sent + " over an HTTP/1 connection");
            return "HTTP/1.1";
        }
        throw new MalformedMessage("its protocol version is " + ParseRemarks.quoted(sent));
    }

    private static int status(String line, int at, ParseRemarks odd) throws MalformedMessage {
        if (!isDigits(line, at, 3) || isDigits(line, at + 3, 1)) {
            throw new MalformedMessage("the status code is not three digits");
        }
        if (at + 3 < line.length() && line.charAt(at + 3) != ' ' && line.charAt(at + 3) != '\t') {
            odd.framing("no space after the status code");
        }
        int status = Integer.parseInt(line, at, at + 3, 10);
        if (status < 100) { // RFC 9110, 15
            throw new MalformedMessage("its status is " + line.substring(at, at + 3) + "; the lowest is 100");
        }
        return status;
    }

    private static String reason(String line, int from, ParseRemarks odd) throws MalformedMessage {
        String reason = from >= line.length() ? "" : line.substring(from).strip();
        if (Tokens.isVisible(reason)) {
            return reason;
        }
        if (reason.indexOf(0) >= 0) {
            throw new MalformedMessage("NUL in the reason phrase");
        }
        if (reason.indexOf('\r') >= 0) { // some parsers end the line at it
            odd.framing("a bare carriage return in the reason phrase was replaced by a space");
            return reason.replace('\r', ' ');
        }
        odd.odd("the reason phrase holds control characters: " + ParseRemarks.quoted(reason));
        return reason;
    }

    private static boolean isDigits(String line, int from, int count) {
        if (from + count > line.length()) {
            return false;
        }
        for (int i = from; i < from + count; i++) {
            if (line.charAt(i) < '0' || line.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }
}
