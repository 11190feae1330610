package dev.steno.interop.har;

import dev.steno.flow.FlowState;
import dev.steno.interop.intake.HttpDraft;
import dev.steno.interop.json.JsonScanner;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * {@code _steno}, which our own export adds to an entry for what an archive has no place for: {@code state}, {@code mark} and
 * {@code comment} of the flow. Stateless.
 */
final class HarSteno {
    private HarSteno() {}

    /** Sets what the field says; anything unknown in it is passed over. */
    static void apply(String json, HttpDraft draft) {
        try {
            JsonScanner in = new JsonScanner(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)));
            if (!in.nextDocument() || !in.enterObject()) {
                return;
            }
            while (in.nextName()) {
                switch (in.name()) {
                    case "state" -> state(String.valueOf(in.text()), draft);
                    case "mark" -> {
                        String mark = in.text();
                        draft.mark(mark == null ? "" : mark);
                    }
                    case "comment" -> {
                        String comment = in.text();
                        draft.comment(comment == null ? "" : comment);
                    }
                    default -> in.skip();
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException("compact JSON is not JSON", e);
        }
    }

    private static void state(String label, HttpDraft draft) {
        for (FlowState each : FlowState.values()) {
            if (each.label().equals(label) && each != FlowState.OPEN) {
                draft.state(each);
            }
        }
    }
}
