package dev.steno.view.command;

import dev.steno.flow.Body;
import dev.steno.flow.Endpoint;
import dev.steno.flow.FlowState;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpRequest;
import dev.steno.flow.Notes;
import dev.steno.flow.Peer;
import dev.steno.flow.Times;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Creates the flow of a request that was never sent, for editing and replay. Pure. */
final class NewRequest {
    /** {@code token} (RFC 9110, 5.6.2). */
    private static final Pattern METHOD = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");

    /** {@code http(s)-URI} (RFC 9110, 4.2) without user information and fragment. */
    private static final Pattern URL =
            Pattern.compile("(https?)://(\\[[0-9A-Fa-f:.]+\\]|[^\\s/?#@:\\[\\]]+)(?::(\\d{1,5}))?([/?][!-~]*)?");

    private NewRequest() {}

    /**
     * Creates the flow of a request without body or response.
     *
     * @throws IllegalArgumentException if the method or URL is invalid; the message is for people
     */
    static HttpFlow flow(long id, String method, String url) {
        if (!METHOD.matcher(method).matches()) {
            throw new IllegalArgumentException(
                    "\"" + method + "\" is not a method (RFC 9110, 5.6.2); give a token such as GET");
        }
        Matcher parts = URL.matcher(url);
        int port = 0;
        if (parts.matches()) {
            port = parts.group(3) != null ? Integer.parseInt(parts.group(3)) : Endpoint.usualPort(parts.group(1));
        }
        if (port < 1 || port > 65_535 || url.indexOf('#') >= 0) {
            throw new IllegalArgumentException(
                    "\"" + url
                            + "\" is not an absolute http or https URL; give one such as https://example.org/path?query, percent-encoded and without a fragment");
        }
        String host = parts.group(2);
        String path = parts.group(4) == null ? "/" : parts.group(4);
        long now = Times.now();
        HttpRequest request = new HttpRequest(
                method,
                parts.group(1),
                host.startsWith("[") ? host.substring(1, host.length() - 1) : host,
                port,
                path.startsWith("/") ? path : "/" + path,
                "HTTP/1.1",
                Headers.of("Host", parts.group(3) == null ? host : host + ":" + port),
                null,
                Body.NONE,
                now,
                now);
        Peer nobody = new Peer(0, new Endpoint("", 0), null, null, now, Times.UNSET, Times.UNSET, null, null);
        return new HttpFlow(
                id, 1, FlowState.COMPLETE, now, 0, nobody, null, request, null, List.of(), null, Notes.NONE, null);
    }
}
