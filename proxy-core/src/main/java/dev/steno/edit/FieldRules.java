package dev.steno.edit;

import dev.steno.addon.FlowActionException;
import dev.steno.exchange.head.HopByHop;
import dev.steno.flow.Headers;
import dev.steno.flow.Tokens;
import dev.steno.text.Printable;
import java.util.Locale;

/** Which fields a person may give a message, by the message's version (RFC 9110, 5; RFC 9113, 8.2). Stateless. */
final class FieldRules {
    private FieldRules() {}

    /**
     * Checks a field.
     *
     * @return its value without white space around it
     * @throws FlowActionException if the message cannot have it
     */
    static String checked(String name, String value, String version) {
        checkName(name, version);
        String stripped = strip(value);
        checkText("the value of " + name, stripped);
        if (!version.startsWith("HTTP/1.") && name.equals("te") && !stripped.equals("trailers")) {
            throw invalid("in " + version + ", te can only have the value trailers");
        }
        return stripped;
    }

    static void checkName(String name, String version) {
        if (name.startsWith(":")) {
            throw invalid(Printable.line(name) + " follows the method, the URL and the status; change these instead");
        }
        if (!Tokens.isToken(name)) {
            throw invalid("\"" + Printable.line(name) + "\" is not the name of a field: it may have letters, digits and"
                    + " !#$%&'*+-.^_`|~");
        }
        if (!version.startsWith("HTTP/1.")) {
            checkStreamName(name, version);
        } else if (name.equalsIgnoreCase("Transfer-Encoding")) {
            throw invalid("Transfer-Encoding cannot be changed: Steno frames the message itself");
        }
    }

    private static void checkStreamName(String name, String version) {
        if (!name.equals(name.toLowerCase(Locale.ROOT))) {
            throw invalid(
                    "the names of fields are in lower case in " + version + ": write " + name.toLowerCase(Locale.ROOT));
        }
        switch (name) {
            case "connection", "keep-alive", "proxy-connection", "transfer-encoding", "upgrade" ->
                throw invalid(version + " has no field " + name + " (RFC 9113, 8.2.2)");
            default -> {}
        }
    }

    /** Checks a trailer, which must not frame or route the message (RFC 9110, 6.5.1). */
    static String checkedTrailer(String name, String value, String version) {
        String stripped = checked(name, value, version);
        Headers kept = HopByHop.stripTrailers(Headers.of(name, stripped));
        if (kept == null || kept.isEmpty()) {
            throw invalid(name + " cannot be a trailer: it says how the message is read");
        }
        return stripped;
    }

    /** Checks that a text is a line of bytes. */
    static void checkText(String what, String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\r' || c == '\n' || c == 0) {
                throw invalid(what + " holds a line end or a NUL");
            }
            if (c > 0xFF) {
                throw invalid(what + " holds \"" + c + "\": a field holds bytes, one for each character up to U+00FF");
            }
        }
    }

    private static String strip(String value) {
        int start = 0;
        int end = value.length();
        while (start < end && isBlank(value.charAt(start))) {
            start++;
        }
        while (end > start && isBlank(value.charAt(end - 1))) {
            end--;
        }
        return value.substring(start, end);
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }

    static FlowActionException invalid(String why) {
        return new FlowActionException(FlowActionException.Reason.INVALID, why);
    }
}
