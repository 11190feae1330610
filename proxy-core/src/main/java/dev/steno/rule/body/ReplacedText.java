package dev.steno.rule.body;

import dev.steno.content.ContentType;
import dev.steno.flow.BodyTransform;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Replaces what expressions find in a decoded body, and JSON values, while it passes; each change sees what the ones before it
 * made of the text. For
 * one body and one thread.
 */
public final class ReplacedText implements BodyTransform {
    private static final char MARK = '\uFEFF';
    private static final byte[] NONE = new byte[0];

    private final List<? extends PassingChange> changes;
    private final @Nullable String type;
    private final Consumer<PassingChange> unsuitable;
    private final List<ChangedText> stages = new ArrayList<>();
    private final StringBuilder ready = new StringBuilder();
    private @Nullable StreamedText text; // null until the first byte
    private boolean begun;

    /**
     * @param type the Content-Type
     * @param changes of an event stream, only those of text
     * @param unsuitable called for a change whose text the body's charset lacks; it is not made
     */
    public ReplacedText(
            List<? extends PassingChange> changes, @Nullable String type, Consumer<PassingChange> unsuitable) {
        this.changes = changes;
        this.type = type;
        this.unsuitable = unsuitable;
    }

    @Override
    public void put(byte[] piece) {
        pass(0, decoded(piece, false));
    }

    private String decoded(byte[] piece, boolean last) {
        StreamedText in = text == null ? open(piece) : text;
        String more = in.decode(piece, last);
        if (!begun && !more.isEmpty()) {
            begun = true;
            if (more.charAt(0) == MARK) {
                ready.append(MARK);
                return more.substring(1);
            }
        }
        return more;
    }

    private StreamedText open(byte[] first) {
        StreamedText opened = new StreamedText(first, type);
        text = opened;
        boolean events = ContentType.parse(type).type().equals("text/event-stream");
        List<TextChange> ofEvents = new ArrayList<>();
        for (PassingChange change : changes) {
            if (change instanceof JsonPass json) {
                stages.add(new JsonText(json, opened::canEncode));
            } else if (change instanceof TextChange text
                    && !opened.canEncode(text.with().text())) {
                unsuitable.accept(change);
            } else if (change instanceof TextChange text && events) {
                ofEvents.add(text);
            } else if (change instanceof TextChange text) {
                stages.add(new TextWindow(text));
            }
        }
        if (events) {
            stages.add(new EventText(ofEvents));
        }
        return opened;
    }

    /** Passes text through the stages from one on. */
    private void pass(int from, String more) {
        String rest = more;
        for (int i = from; i < stages.size() && !rest.isEmpty(); i++) {
            rest = stages.get(i).put(rest);
        }
        ready.append(rest);
    }

    @Override
    public void end() {
        if (text != null) {
            pass(0, decoded(NONE, true));
            for (int i = 0; i < stages.size(); i++) {
                pass(i + 1, stages.get(i).end());
            }
        }
    }

    @Override
    public byte @Nullable [] next() {
        if (text == null || ready.length() == 0) {
            return null;
        }
        byte[] bytes = text.encode(ready.toString());
        ready.setLength(0);
        return bytes;
    }

    @Override
    public boolean mark() {
        boolean held = false;
        for (ChangedText stage : stages) {
            held |= stage.mark();
        }
        return held;
    }

    @Override
    public void release() {
        for (int i = 0; i < stages.size(); i++) {
            pass(i + 1, stages.get(i).release());
        }
    }
}
