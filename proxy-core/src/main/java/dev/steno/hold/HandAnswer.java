package dev.steno.hold;

import dev.steno.addon.FlowActionException;
import dev.steno.addon.FlowActionException.Reason;
import dev.steno.flow.Body;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.Times;
import java.util.regex.Pattern;

/** Makes the response with which a person answers a held request. Pure. */
public final class HandAnswer {
    /** {@code token} (RFC 9110, 5.6.2). */
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");

    private HandAnswer() {}

    /**
     * Returns a response.
     *
     * @param reason may be empty
     * @param headers without those that frame the body, which is sent with its length
     * @throws FlowActionException INVALID if it cannot be sent
     */
    public static HttpResponse of(int status, String reason, Headers headers, byte[] body) {
        if (status < 200 || status > 599) {
            throw invalid("the status of an answer must be from 200 to 599, not " + status);
        }
        if (body.length > 0 && (status == 204 || status == 304)) {
            throw invalid("a response with status " + status + " has no body (RFC 9110, 6.4.1); leave the body out");
        }
        if (hasControls(reason)) {
            throw invalid("the reason of an answer must be one line of text");
        }
        for (int i = 0; i < headers.size(); i++) {
            if (!TOKEN.matcher(headers.name(i)).matches()) {
                throw invalid("\"" + headers.name(i) + "\" is not the name of a header field (RFC 9110, 5.1)");
            }
            if (hasControls(headers.value(i))) {
                throw invalid("the value of " + headers.name(i) + " must be one line of text");
            }
        }
        long now = Times.now();
        return new HttpResponse(
                "HTTP/1.1",
                status,
                reason,
                headers.without(HandAnswer::frames),
                null,
                body.length == 0 ? Body.NONE : new Body.Inline(body),
                now,
                now);
    }

    private static boolean frames(String name) {
        return name.equalsIgnoreCase("Content-Length") || name.equalsIgnoreCase("Transfer-Encoding");
    }

    private static boolean hasControls(String text) {
        return text.chars().anyMatch(each -> each < 0x20 && each != '\t' || each == 0x7f);
    }

    private static FlowActionException invalid(String message) {
        return new FlowActionException(Reason.INVALID, message);
    }
}
