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

    /**
     * The page for a failure. Its message is escaped, since it may quote a peer.
     *
     * @param flow the number of the flow, which the page names for {@code steno show}
     */
    public static HttpResponse of(int status, FlowError error, long flow) {
        String reason = REASONS.getOrDefault(status, "Error");
        String page = "<!doctype html>\n<html lang=en><meta charset=utf-8><title>" + status + " " + reason
                + "</title>\n<style>body{font:16px/1.5 system-ui,sans-serif;max-width:44rem;margin:4rem auto;padding:0 1rem}"
                + "small{color:#666}</style>\n<h1>" + status + " " + reason + "</h1>\n<p>"
                + summary(error.step()) + ": " + escape(withStop(error.message()))
                + "</p>\n<p><small>Sent by the Steno proxy. Flow " + flow + " failed at step <b>"
                + error.step().name().toLowerCase(Locale.ROOT).replace('_', ' ')
                + "</b>; to look at it: <code>steno show " + flow + "</code></small></p>\n";
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

    private static String summary(FlowError.Step step) {
        return switch (step) {
            case REQUEST -> "Steno cannot forward this request";
            case CLIENT_TLS -> "TLS between the client and Steno failed";
            case RESOLVE -> "Steno could not find the address of the server";
            case CONNECT -> "Steno could not connect to the server";
            case SERVER_TLS -> "Steno could not reach the server (TLS)";
            case SEND -> "Steno could not send the request to the server";
            case RESPONSE -> "Steno got no valid response from the server";
            case RELAY -> "The exchange broke off";
            case ADDON -> "An addon of Steno refused this request";
            case STORE -> "Steno could not record this request, and therefore did not forward it";
        };
    }

    private static String withStop(String message) {
        return message.matches("(?s).*[.\u2026]") ? message : message + ".";
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
