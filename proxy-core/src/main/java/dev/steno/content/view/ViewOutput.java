package dev.steno.content.view;

import dev.steno.content.view.Span.Kind;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Receives what a view writes, and passes complete lines on. Lines beyond the limit are counted and dropped, so a view
 * need not stop. For one thread.
 */
public final class ViewOutput {
    /** Upper bound on the chars of a line; the rest is replaced by a note. */
    static final int LONGEST_LINE = 10_000;

    private static final int DEEPEST = 40;
    private static final String STEP = "  ";
    private static final String DEEP = STEP.repeat(DEEPEST);

    private final SpanSink sink;
    private final long limit;
    private final Bounds bounds;
    private long passed;
    private long omitted;
    private long size;
    private long inLine;
    private int nesting;
    private int added;
    private boolean late;
    private boolean cut;
    private @Nullable String fault;

    /**
     * Upper bounds on what is passed on; what is beyond them is counted only.
     *
     * @param size of all lines as the sink counts it, usually in chars: indentation can be far larger than its content
     * @param line chars of one line; the rest is replaced by a note
     * @param deadline {@link System#nanoTime} at which the output ends
     */
    public record Bounds(long size, int line, @Nullable Long deadline) {
        /** For output that is written to a terminal or a file. */
        public static final Bounds USUAL = new Bounds(64L << 20, LONGEST_LINE, null);
    }

    /**
     * @param lines called for each line; the list is not used afterwards
     * @param limit upper bound on the lines passed on
     */
    public ViewOutput(Consumer<List<Span>> lines, long limit) {
        this(lines, limit, Bounds.USUAL);
    }

    /**
     * @param lines called for each line; the list is not used afterwards
     * @param limit upper bound on the lines passed on
     */
    public ViewOutput(Consumer<List<Span>> lines, long limit, Bounds bounds) {
        this(new SpanLines(lines), limit, bounds);
    }

    /** @param limit upper bound on the lines passed on */
    public ViewOutput(SpanSink sink, long limit, Bounds bounds) {
        this.sink = sink;
        this.limit = limit;
        this.bounds = bounds;
    }

    /** Whether the output is not all that the view wrote. */
    public boolean isTruncated() {
        return omitted > 0 || cut;
    }

    /** The fault of the view that failed; null if none did. */
    public @Nullable String fault() {
        return fault;
    }

    void failed(RuntimeException by) {
        fault = by.toString();
    }

    /** The lines that were not passed on because of a limit. */
    public long omitted() {
        return omitted;
    }

    /** Whether lines are only counted from here on, so that their text does not matter. */
    boolean isFull() {
        return passed >= limit || size > bounds.size() || late;
    }

    /** Looks at the clock, which costs more than most additions, only now and then. */
    private void watchTime() {
        Long deadline = bounds.deadline();
        if (deadline != null && (++added & 0x3ff) == 0) {
            late |= System.nanoTime() - deadline > 0;
        }
    }

    /** Adds text without line feeds to the current line. */
    ViewOutput add(Kind kind, String text) {
        return add(kind, text, 0, text.length());
    }

    /** Adds a part of a text, which has no line feed, to the current line. */
    ViewOutput add(Kind kind, String text, int from, int to) {
        watchTime();
        if (to <= from || isFull()) {
            inLine += Math.max(0, to - from);
            return this;
        }
        if (inLine == 0 && nesting > 0) {
            size += sink.add(Kind.TEXT, DEEP, 0, STEP.length() * Math.min(nesting, DEEPEST));
        }
        int room = (int) Math.max(0, bounds.line() - inLine);
        int end = Math.min(to, from + room);
        if (end > from) {
            size += sink.add(kind, text, from, end);
        }
        inLine += to - from;
        return this;
    }

    /** Begins a line at a depth below that of the content: to be called at the start of a line. */
    ViewOutput indent(int depth) {
        if (depth > 0 && !isFull()) {
            add(Kind.TEXT, DEEP, 0, STEP.length() * Math.min(depth, DEEPEST));
        }
        return this;
    }

    /** Ends the current line, which may be empty. */
    ViewOutput end() {
        if (isFull()) {
            omitted++;
        } else {
            if (inLine > bounds.line()) {
                cut = true;
                String more = String.format("\u2026 (%,d more characters)", inLine - bounds.line());
                size += sink.add(Kind.NOTE, more, 0, more.length());
            }
            passed++;
            size += sink.end();
        }
        inLine = 0;
        return this;
    }

    /** Ends the current line if something is in it. */
    void endOpen() {
        if (inLine > 0) {
            end();
        }
    }

    boolean isAtStart() {
        return inLine == 0;
    }

    /** Adds text of any number of lines, and ends the last one. */
    void block(Kind kind, String text) {
        int at = 0;
        while (at < text.length()) {
            int feed = text.indexOf('\n', at);
            int stop = feed < 0 ? text.length() : feed;
            add(kind, text, at, stop > at && text.charAt(stop - 1) == '\r' ? stop - 1 : stop);
            end();
            at = stop + 1;
        }
        endOpen();
    }

    /** The index of the next line feed in a part of a text; its end if there is none. Looks no further than that. */
    static int lineEnd(String text, int from, int to) {
        int at = from;
        while (at < to && text.charAt(at) != '\n') {
            at++;
        }
        return at;
    }

    /** Adds a remark as a line. */
    void note(String text) {
        endOpen();
        add(Kind.NOTE, "(" + text + ")").end();
    }

    /** Adds a title as a line. */
    void heading(String text) {
        endOpen();
        add(Kind.HEADING, text).end();
    }

    /** Adds a name and its value, which may have several lines. */
    void pair(String name, Kind kind, String value) {
        add(Kind.KEY, name).add(Kind.PUNCTUATION, ": ");
        int feed = value.indexOf('\n');
        if (feed < 0) {
            add(kind, value).end();
        } else {
            end();
            nest();
            block(kind, value);
            unnest();
        }
    }

    /** Indents the following lines by one more step. */
    void nest() {
        nesting++;
    }

    /** Reverts the last {@link #nest}. */
    void unnest() {
        nesting--;
    }

    /** The number of steps by which lines are indented. */
    int nesting() {
        return nesting;
    }
}
