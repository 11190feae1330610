package dev.steno.look;

import dev.steno.content.view.Span;
import dev.steno.content.view.SpanSink;

/** Collects what a view shows as one text, without an object for each span. For one thread. */
final class LookText implements SpanSink {
    private final StringBuilder text;
    private int complete;

    /** @param expected chars of the text, approximately */
    LookText(int expected) {
        text = new StringBuilder(expected);
    }

    @Override
    public int add(Span.Kind kind, String from, int begin, int end) {
        text.append(from, begin, end);
        return end - begin;
    }

    @Override
    public int end() {
        text.append('\n');
        complete = text.length();
        return 1;
    }

    /** Returns the complete lines, each with its line feed. */
    String text() {
        return text.substring(0, complete);
    }
}
