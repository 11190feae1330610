package dev.steno.content.view;

/** Receives what a view shows: the parts of a line in order, then its end. For one thread. */
public interface SpanSink {
    /**
     * Receives a part of the current line, without line feeds.
     *
     * @param text of which the part from {@code from} to {@code to} is meant, and nothing else should be kept
     * @return what the part counts for against {@link ViewOutput.Bounds#size}
     */
    int add(Span.Kind kind, String text, int from, int to);

    /**
     * Receives the end of the current line. A line that never ends is one that was cut, and does not count as shown.
     *
     * @return what the end counts for against {@link ViewOutput.Bounds#size}
     */
    int end();
}
