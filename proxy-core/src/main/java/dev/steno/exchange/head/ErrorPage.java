package dev.steno.exchange.head;

import dev.steno.flow.Body;
import dev.steno.flow.FlowError;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.Times;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;

/**
 * Builds the error page that Steno sends if it cannot forward a request. The page names the failure and its step. Pure
 * functions.
 */
public final class ErrorPage {
    private static final Map<Integer, String> REASONS = Map.of(
            400, "Bad Request",
            407, "Proxy Authentication Required",
            408, "Request Timeout",
            414, "URI Too Long",
            431, "Request Header Fields Too Large",
            502, "Bad Gateway",
            503, "Service Unavailable",
            504, "Gateway Timeout");

    private ErrorPage() {}

    /** The page for a failure. Its message is escaped, since it may quote a peer. */
    public static HttpResponse of(int status, FlowError error) {
        String reason = REASONS.getOrDefault(status, "Error");
        String page = "<!doctype html>\n<html lang=en><meta charset=utf-8><title>" + status + " " + reason
                + "</title>\n<style>body{font:16px/1.5 system-ui,sans-serif;max-width:44rem;margin:4rem auto;padding:0 1rem}"
                + "small{color:#666}</style>\n<h1>" + status + " " + reason + "</h1>\n<p>" + escape(error.message())
                + "</p>\n<p><small>Sent by the Steno proxy; the request failed at step <b>"
                + error.step().name().toLowerCase(Locale.ROOT).replace('_', ' ')
                + "</b></small></p>\n";
        byte[] body = page.getBytes(StandardCharsets.UTF_8);
        long now = Times.now();
        Headers headers = Headers.of(
                "Content-Type", "text/html; charset=utf-8",
                "Content-Length", Integer.toString(body.length),
                "Cache-Control", "no-store",
                "X-Content-Type-Options", "nosniff");
        if (status == 407) { // RFC 9110, 11.7.1
            headers = headers.with("Proxy-Authenticate", "Basic realm=\"Steno\", charset=\"UTF-8\"");
        }
        return new HttpResponse("HTTP/1.1", status, reason, headers, null, new Body.Inline(body), now, now);
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
