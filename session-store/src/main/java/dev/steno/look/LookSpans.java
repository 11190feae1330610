package dev.steno.look;

import dev.steno.content.view.Span;
import dev.steno.content.view.SpanSink;
import java.util.ArrayList;
import java.util.List;

/**
 * Collects what a view shows as spans. They count as much as the JSON that they are sent as, in bytes: a view may make a span
 * of each char. For one thread.
 */
final class LookSpans implements SpanSink {
    /** Bytes of {@code ["",""],} around the kind and the text of a span. */
    private static final int AROUND = 8;

    /** Upper bound on the bytes of {@code ["mark","U+10FFFF"],}. */
    private static final int MARK = AROUND + 12;

    private final List<List<Span>> lines = new ArrayList<>();
    private List<Span> line = new ArrayList<>();

    @Override
    public int add(Span.Kind kind, String text, int from, int to) {
        line.add(new Span(kind, text.substring(from, to)));
        int size = 0;
        boolean open = false; // whether the last character needs no array of its own
        for (int at = from; at < to; ) {
            int point = text.codePointAt(at);
            at += Character.charCount(point);
            boolean visible = !InvisibleCharacters.isInvisible(point);
            if (visible && !open) {
                size += AROUND + kind.name().length();
            }
            size += visible ? bytes(point) : MARK;
            open = visible;
        }
        return size;
    }

    private static int bytes(int point) {
        if (point < 0x80) {
            return point == '"' || point == '\\' || point == '\t' ? 2 : 1;
        }
        return point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
    }

    @Override
    public int end() {
        lines.add(line);
        line = new ArrayList<>();
        return 3;
    }

    List<List<Span>> lines() {
        return lines;
    }
}
