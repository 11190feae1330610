package dev.steno.local;

import dev.steno.flow.Body;
import dev.steno.flow.HttpRequest;
import dev.steno.flow.Notes;
import org.jspecify.annotations.Nullable;

/**
 * A request to send. Immutable, but for what its body reads.
 *
 * @param request its line, fields, body and trailers. The version decides how servers are spoken to: HTTP/2 is offered to
 *     them if it is HTTP/2 or HTTP/3. The fields are sent as they are, but for those of a connection (RFC 9110, 7.6.1) and
 *     Expect, and for those that frame the body: a Content-Length follows the body, and a body without one stays without.
 *     A {@link Body.Source} is read while it is sent, at the pace of the server
 * @param notes the notes that the flow begins with
 * @param part what the client does if the request opens a WebSocket; null for a request that opens none, whose Upgrade is
 *     not sent
 * @param watch receives the response's body as it arrives; null if nothing does
 */
public record LocalRequest(
        HttpRequest request,
        Notes notes,
        @Nullable ClientPart part,
        @Nullable ResponseWatch watch) {
    /** A request whose response is only recorded. */
    public LocalRequest(HttpRequest request, Notes notes) {
        this(request, notes, null, null);
    }

    /** @throws IllegalArgumentException if the body is one of a session, which only its readers can read */
    public LocalRequest {
        if (request.body() instanceof Body.Stored) {
            throw new IllegalArgumentException("a stored body is sent as a source");
        }
    }
}
