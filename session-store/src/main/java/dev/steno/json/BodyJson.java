package dev.steno.json;

import dev.steno.content.BodyText;
import dev.steno.content.ContentCodingException;
import dev.steno.content.ContentDecoder;
import dev.steno.content.ContentType;
import dev.steno.flow.Body;
import dev.steno.flow.Headers;
import dev.steno.store.SessionReader;
import dev.steno.text.Arrival;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/**
 * Writes a body as a JSON object: {@code text} without content codings if the body is text, else {@code base64} without
 * codings, or as transferred if they cannot be removed. For one thread.
 */
final class BodyJson {
    /** Upper bound on the text of a body, in bytes, since it is held in memory; a larger body is written in base64. */
    private static final int LONGEST_TEXT = 32 << 20;

    private final JsonGenerator json;
    private final SessionReader reader;

    BodyJson(JsonGenerator json, SessionReader reader) {
        this.json = json;
        this.reader = reader;
    }

    void write(Body body, Headers headers, Arrival arrival) throws IOException {
        json.writeObjectPropertyStart("body");
        json.writeNumberProperty("size", body.trueSize());
        json.writeNumberProperty("recorded", body.size());
        json.writeBooleanProperty("complete", arrival.isComplete());
        if (body.size() > 0) {
            List<String> codings = ContentDecoder.codings(headers);
            if (!codings.isEmpty() && !isDecodable(body, codings)) {
                json.writeStringProperty("coding", String.join(", ", codings));
                base64(body, List.of());
            } else if (!writeText(body, headers, codings)) {
                base64(body, codings);
            }
        }
        json.writeEndObject();
    }

    private boolean isDecodable(Body body, List<String> codings) throws IOException {
        try (InputStream raw = reader.body(body);
                InputStream decoded = ContentDecoder.strict(Long.MAX_VALUE).decode(raw, codings)) {
            decoded.transferTo(OutputStream.nullOutputStream());
            return true;
        } catch (ContentCodingException damaged) {
            return false;
        }
    }

    private boolean writeText(Body body, Headers headers, List<String> codings) throws IOException {
        ContentType type = ContentType.parse(headers.get("content-type"));
        try (InputStream raw = reader.body(body);
                InputStream decoded = ContentDecoder.strict(Long.MAX_VALUE).decode(raw, codings)) {
            byte[] bytes = decoded.readNBytes(LONGEST_TEXT + 1);
            if (bytes.length > LONGEST_TEXT || !(type.isText() || BodyText.looksLikeText(bytes))) {
                return false;
            }
            json.writeStringProperty("text", BodyText.of(bytes, headers.get("content-type")));
            return true;
        }
    }

    private void base64(Body body, List<String> codings) throws IOException {
        try (InputStream raw = reader.body(body);
                InputStream decoded = ContentDecoder.strict(Long.MAX_VALUE).decode(raw, codings)) {
            json.writeName("base64");
            json.writeBinary(decoded, -1);
        }
    }
}
