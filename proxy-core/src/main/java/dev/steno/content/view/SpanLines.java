package dev.steno.content.view;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Collects the spans of each line. For one thread. */
final class SpanLines implements SpanSink {
    private final Consumer<List<Span>> lines;
    private List<Span> line = new ArrayList<>();

    /** @param lines called for each line; the list is not used afterwards */
    SpanLines(Consumer<List<Span>> lines) {
        this.lines = lines;
    }

    @Override
    public int add(Span.Kind kind, String text, int from, int to) {
        line.add(new Span(kind, text.substring(from, to)));
        return to - from;
    }

    @Override
    public int end() {
        lines.accept(line);
        line = new ArrayList<>();
        return 1;
    }
}
