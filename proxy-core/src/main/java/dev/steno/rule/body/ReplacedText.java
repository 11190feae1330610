package dev.steno.rule.body;

import dev.steno.content.ContentType;
import dev.steno.flow.BodyTransform;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Replaces what expressions find in a decoded body while it passes; each sees what the ones before it made of the text. For
 * one body and one thread.
 */
public final class ReplacedText implements BodyTransform {
    private static final char MARK = '\uFEFF';
    private static final byte[] NONE = new byte[0];

    private final List<TextChange> changes;
    private final @Nullable String type;
    private final Consumer<TextChange> unsuitable;
    private final List<ChangedText> stages = new ArrayList<>();
    private final StringBuilder ready = new StringBuilder();
    private @Nullable StreamedText text; // null until the first byte
    private boolean begun;

    /**
     * @param type the Content-Type
     * @param unsuitable called for a change whose text the body's charset lacks; it is not made
     */
    public ReplacedText(List<TextChange> changes, @Nullable String type, Consumer<TextChange> unsuitable) {
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
        List<TextChange> suitable = new ArrayList<>(changes);
        suitable.removeIf(change -> {
            boolean lacks = !opened.canEncode(change.with().text());
            if (lacks) {
                unsuitable.accept(change);
            }
            return lacks;
        });
        if (ContentType.parse(type).type().equals("text/event-stream")) {
            stages.add(new EventText(suitable));
        } else {
            suitable.forEach(change -> stages.add(new TextWindow(change)));
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
