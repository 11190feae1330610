package dev.steno.interop.har.out;

import dev.steno.flow.Direction;
import dev.steno.flow.Message;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * The messages of a WebSocket as Chrome writes them: text as it is, bytes in base64. The rows of a long message are joined,
 * up to {@value #LONGEST} bytes. For one thread.
 */
final class HarMessages {
    /** Upper bound on the bytes of a message that is joined; a longer one is written in several parts. */
    private static final int LONGEST = 64 << 20;

    private final JsonGenerator json;
    private final Map<Direction, Open> open = new EnumMap<>(Direction.class);

    private record Open(Message first, ByteArrayOutputStream bytes) {}

    HarMessages(JsonGenerator json) {
        this.json = json;
    }

    void row(Message row) {
        Open begun = open.remove(row.direction());
        if (begun == null && row.last()) {
            write(row, row.data());
            return;
        }
        Open now = begun == null ? new Open(row, new ByteArrayOutputStream()) : begun;
        now.bytes().writeBytes(row.data());
        if (row.last() || now.bytes().size() > LONGEST) {
            write(now.first(), now.bytes().toByteArray());
        } else {
            open.put(row.direction(), now);
        }
    }

    /** Writes messages that were not complete at the end. */
    void end() {
        Deque<Open> left = new ArrayDeque<>(open.values());
        left.forEach(each -> write(each.first(), each.bytes().toByteArray()));
    }

    private void write(Message message, byte[] data) {
        boolean text = message.kind() == Message.Kind.TEXT;
        json.writeStartObject();
        json.writeStringProperty("type", message.direction() == Direction.CLIENT_TO_SERVER ? "send" : "receive");
        HarText.seconds(json, "time", message.time());
        // text that is no UTF-8 is written as bytes, so that a reader does not take its base64 for the text
        String utf8 = text ? utf8(data) : null;
        json.writeNumberProperty("opcode", utf8 != null ? 1 : 2);
        if (utf8 != null) {
            json.writeStringProperty("data", utf8);
        } else {
            json.writeName("data");
            json.writeBinary(data);
        }
        String edit = HarText.edit(message.edit());
        if (!edit.isEmpty() || text && utf8 == null || message.kind() == Message.Kind.RAW) {
            json.writeObjectPropertyStart("_steno");
            json.writeStringProperty("edit", edit);
            json.writeStringProperty("kind", message.kind().name().toLowerCase(java.util.Locale.ROOT));
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private static @Nullable String utf8(byte[] data) {
        String text = new String(data, StandardCharsets.UTF_8);
        return text.indexOf('\uFFFD') < 0 ? text : null;
    }
}
