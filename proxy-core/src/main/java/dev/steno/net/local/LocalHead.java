package dev.steno.net.local;

import dev.steno.exchange.head.Framing;
import dev.steno.exchange.head.HopByHop;
import dev.steno.flow.Body;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpRequest;
import dev.steno.flow.Times;

/**
 * The head of a request that Steno sends itself, as if a client sent it now: without the fields of the connection on which it
 * was recorded, and with those that frame its body (RFC 9112, 6). Pure functions.
 */
final class LocalHead {
    private LocalHead() {}

    /** @param upgrades whether a client speaks the protocol of an Upgrade */
    static HttpRequest of(HttpRequest head, boolean upgrades) {
        return new HttpRequest(
                head.method(),
                head.scheme(),
                head.host(),
                head.port(),
                head.path(),
                head.version(),
                framed(head, upgrades),
                null,
                Body.NONE,
                Times.now(),
                Times.UNSET);
    }

    /** Nobody awaits a 100 to an Expect. */
    private static boolean isOfClient(String name, boolean upgrades) {
        return name.equalsIgnoreCase("Expect")
                || !upgrades && (name.equalsIgnoreCase("Connection") || name.equalsIgnoreCase("Upgrade"));
    }

    private static Headers framed(HttpRequest head, boolean upgrades) {
        Headers sent = head.headers();
        Headers fields = HopByHop.strip(sent).without(name -> isOfClient(name, upgrades));
        boolean http1 = head.version().startsWith("HTTP/1.");
        boolean counted = sent.contains("Content-Length") || http1 && !sent.contains("Transfer-Encoding");
        boolean endless =
                head.body() instanceof Body.Source source && source.source().length() < 0;
        if (head.trailers() != null || endless || hasBody(head) && !counted) {
            Headers open = fields.remove("Content-Length"); // the end of the stream or of its chunks ends the body
            return http1 ? open.with("Transfer-Encoding", "chunked") : open;
        }
        return hasBody(head) || sent.contains("Content-Length")
                ? Framing.withLength(fields, head.body().trueSize())
                : fields;
    }

    /** Whether something follows the head. */
    static boolean hasBody(HttpRequest head) {
        return head.body() instanceof Body.Source || head.body().trueSize() > 0;
    }
}
