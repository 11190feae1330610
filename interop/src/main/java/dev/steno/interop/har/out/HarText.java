package dev.steno.interop.har.out;

import dev.steno.flow.Message;
import dev.steno.flow.Notes;
import dev.steno.flow.Times;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import tools.jackson.core.JsonGenerator;

/** Values of a flow as HAR writes them. Stateless. */
final class HarText {
    private HarText() {}

    /** Bytes as text: UTF-8 if they are, else a character a byte. */
    static String of(String latin1) {
        for (int i = 0; i < latin1.length(); i++) {
            if (latin1.charAt(i) > 0x7F) {
                byte[] bytes = latin1.getBytes(StandardCharsets.ISO_8859_1);
                String utf8 = new String(bytes, StandardCharsets.UTF_8);
                return utf8.indexOf('\uFFFD') < 0 ? utf8 : latin1;
            }
        }
        return latin1;
    }

    /** Writes a time as seconds since 1970. */
    static void seconds(JsonGenerator json, String name, long nanos) {
        if (Times.isSet(nanos)) {
            json.writeNumberProperty(name, BigDecimal.valueOf(nanos, 9));
        }
    }

    /** What a message was changed by, for {@code _steno}; empty for nothing. */
    static String edit(Message.Edit edit) {
        return edit == Message.Edit.NONE ? "" : edit.name().toLowerCase(Locale.ROOT);
    }

    /** Whether a flow has notes that are kept for the way back. */
    static boolean hasNotes(Notes notes) {
        return !notes.mark().isEmpty() || !notes.metadata().isEmpty() || notes.replay() != Notes.Replay.NONE;
    }
}
