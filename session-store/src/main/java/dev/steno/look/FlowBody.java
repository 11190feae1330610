package dev.steno.look;

import dev.steno.content.ContentDecoder;
import dev.steno.flow.Body;
import dev.steno.flow.Flow;
import dev.steno.flow.FlowState;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.ImportMarks;
import dev.steno.flow.Times;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * The body of a request or a response, with what its message says about it. Immutable.
 *
 * @param flow the flow's number
 * @param ofRequest whether it is the request's; otherwise it is the response's
 * @param path of the request, with its query
 * @param headers by which the body is read: those of its message
 * @param growing whether more of it may arrive
 */
public record FlowBody(long flow, boolean ofRequest, String path, Body body, Headers headers, boolean growing) {

    /** Returns a body of a flow; empty if the flow is not HTTP or has no such message. */
    public static Optional<FlowBody> of(Flow flow, boolean ofRequest) {
        if (!(flow instanceof HttpFlow http)) {
            return Optional.empty();
        }
        String path = http.request().path();
        boolean open = flow.state() == FlowState.OPEN;
        if (ofRequest) {
            boolean growing = open && !Times.isSet(http.request().ended());
            return Optional.of(new FlowBody(
                    http.id(), true, path, http.request().body(), ImportMarks.bodyHeaders(http, true), growing));
        }
        HttpResponse response = http.response();
        return response == null
                ? Optional.empty()
                : Optional.of(new FlowBody(
                        http.id(),
                        false,
                        path,
                        response.body(),
                        ImportMarks.bodyHeaders(http, false),
                        open && !Times.isSet(response.ended())));
    }

    /** Returns the content codings, in the order of their application. */
    public List<String> codings() {
        return ContentDecoder.codings(headers);
    }

    /** Returns a text that is equal for equal bytes of this body, for an entity tag (RFC 9110, 8.8.3). */
    public String tag() {
        if (body instanceof Body.Inline inline) {
            CRC32 sum = new CRC32();
            sum.update(inline.bytes());
            return "i" + inline.size() + "-" + Long.toHexString(sum.getValue());
        }
        return body instanceof Body.Stored stored ? "s" + stored.id() + "-" + stored.size() : "none";
    }

    /** Returns the value of Content-Type; an empty text if there is none. */
    public String type() {
        String type = headers.get("content-type");
        return type == null ? "" : type;
    }
}
