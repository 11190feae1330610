package dev.steno.rule.action;

import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.Tokens;
import dev.steno.flow.TrailerRoom;
import dev.steno.rule.spec.RuleException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The fields of messages as rules see and replace them. Pure functions. */
final class RuleFields {
    private RuleFields() {}

    /** The fields of a message. */
    static Headers headers(HttpFlow flow, RulePoint point) {
        HttpResponse response = flow.response();
        return point == RulePoint.REQUEST || response == null ? flow.request().headers() : response.headers();
    }

    /** The version of a message. */
    static String version(HttpFlow flow, RulePoint point) {
        HttpResponse response = flow.response();
        return point == RulePoint.REQUEST || response == null ? flow.request().version() : response.version();
    }

    /** A copy of a flow with other fields in a message. */
    static HttpFlow with(HttpFlow flow, RulePoint point, Headers headers) {
        HttpResponse response = flow.response();
        return point == RulePoint.REQUEST || response == null
                ? flow.withRequest(flow.request().withHeaders(headers))
                : flow.withResponse(response.withHeaders(headers));
    }

    /** The trailers of a message; none if they have not arrived. */
    static Headers trailers(HttpFlow flow, RulePoint point) {
        HttpResponse response = flow.response();
        Headers trailers =
                point == RulePoint.REQUEST || response == null ? flow.request().trailers() : response.trailers();
        return trailers == null ? Headers.EMPTY : trailers;
    }

    /** A copy of a flow with other trailers in a message. */
    static HttpFlow withTrailers(HttpFlow flow, RulePoint point, Headers trailers) {
        Headers next = trailers.isEmpty() ? null : trailers;
        HttpResponse response = flow.response();
        return point == RulePoint.REQUEST || response == null
                ? flow.withRequest(flow.request().withTrailers(next))
                : flow.withResponse(response.withTrailers(next));
    }

    /** Why no trailers can be added to a complete message, as a main clause; null if they can. */
    static @Nullable String whyNoTrailers(HttpFlow flow, RulePoint point) {
        return point == RulePoint.REQUEST ? TrailerRoom.whyNoneInRequest(flow) : TrailerRoom.whyNoneInResponse(flow);
    }

    /** Whether a message of this version consists of frames, so that its field names are in lower case. */
    static boolean isFramed(String version) {
        return !version.startsWith("HTTP/1");
    }

    /** Whether a field applies to one connection, which HTTP/2 and HTTP/3 do not allow (RFC 9113, 8.2.2). */
    static boolean isOfConnection(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "connection", "keep-alive", "proxy-connection", "upgrade" -> true;
            default -> false;
        };
    }

    /**
     * Checks the name of a field that a rule sets or removes.
     *
     * @throws RuleException if it is not the name of a field, or of one that cannot be changed
     */
    static String name(String name) {
        if (name.startsWith(":")) {
            throw new RuleException(
                    "\"" + name + "\" is a pseudo-header field, which follows the URL; change it by map-remote");
        }
        if (!Tokens.isToken(name)) {
            throw new RuleException("\"" + name + "\" cannot be the name of a header field");
        }
        if (name.equalsIgnoreCase("Content-Length") || name.equalsIgnoreCase("Transfer-Encoding")) {
            throw new RuleException(name + " cannot be changed by a rule, since it follows the body");
        }
        return name;
    }

    /** What is wrong with the value of a field; null if nothing is. */
    static @Nullable String fault(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '\r' || c == '\n' || c == 0) {
                return "a line break or NUL";
            }
        }
        return null;
    }

    /** A text as the value of a field, whose characters are bytes: others than those of latin-1 are written in UTF-8. */
    static String value(String text) {
        return text.chars().allMatch(c -> c < 0x100)
                ? text
                : new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }
}
