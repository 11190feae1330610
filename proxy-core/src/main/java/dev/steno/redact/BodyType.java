package dev.steno.redact;

import dev.steno.content.ContentDecoder;
import dev.steno.content.ContentType;
import dev.steno.content.stream.StreamCodings;
import dev.steno.flow.Headers;
import org.jspecify.annotations.Nullable;

/** What the head of a message says about its body. Immutable. */
public final class BodyType {
    private final ContentType parsed;
    private final Headers headers;

    private BodyType(@Nullable String contentType, Headers headers) {
        this.parsed = ContentType.parse(contentType);
        this.headers = headers;
    }

    /** A body as it is recorded, with its content codings. */
    public static BodyType of(Headers headers) {
        return new BodyType(headers.get("content-type"), headers);
    }

    /** A body without content codings. */
    static BodyType decoded(Headers headers) {
        return new BodyType(headers.get("content-type"), Headers.EMPTY);
    }

    /** The fields that name the content codings; none for a body whose codings are removed. */
    Headers headers() {
        return headers;
    }

    boolean isCoded() {
        return headers.contains("content-encoding")
                && !ContentDecoder.codings(headers).isEmpty();
    }

    boolean hasKnownCodings() {
        return StreamCodings.areKnown(headers);
    }

    ContentType parsed() {
        return parsed;
    }

    /** Whether the body is a stream of events, each of which ends with an empty line. */
    boolean isEventStream() {
        return parsed.type().equals("text/event-stream");
    }

    /** Whether the body is a form in the syntax of queries. */
    boolean isForm() {
        return parsed.type().equals("application/x-www-form-urlencoded");
    }

    /** The boundary of a form in parts; null if it is none. */
    @Nullable
    String boundary() {
        ContentType type = parsed;
        String boundary =
                type.type().equals("multipart/form-data") ? type.parameters().get("boundary") : null;
        return boundary == null || boundary.isEmpty() ? null : boundary;
    }

    /** Whether the body may have values of JSON: also texts and bodies of no known type, which are looked at. */
    boolean mayBeJson() {
        String type = parsed.type();
        return !(type.startsWith("image/")
                || type.startsWith("video/")
                || type.startsWith("audio/")
                || type.startsWith("font/")
                || type.startsWith("multipart/")
                || type.equals("text/html")
                || type.equals("text/css")
                || type.contains("xml")
                || type.equals("application/x-www-form-urlencoded")
                || type.equals("application/wasm")
                || type.contains("zip")
                || type.startsWith("application/grpc")
                || type.contains("protobuf"));
    }

    /** Whether the type says that the body is JSON, or contains it as an event stream does. */
    boolean isJson() {
        String type = parsed.type();
        return parsed.isJson() || type.equals("text/event-stream") || type.contains("json");
    }
}
