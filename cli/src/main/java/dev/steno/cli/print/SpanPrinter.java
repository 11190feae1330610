package dev.steno.cli.print;

import dev.steno.content.view.Span;
import dev.steno.content.view.ViewOutput;
import dev.steno.text.Colour;
import dev.steno.text.Printable;
import java.io.PrintStream;
import java.util.List;

/** Prints the lines of a content view, escaped and coloured. For one thread. */
final class SpanPrinter {
    private final PrintStream out;
    private final boolean colour;

    SpanPrinter(PrintStream out, boolean colour) {
        this.out = out;
        this.colour = colour;
    }

    /**
     * Begins an output of lines.
     *
     * @param limit upper bound on the lines printed
     */
    ViewOutput begin(long limit) {
        return new ViewOutput(line -> printLine("", line), limit);
    }

    void printLine(String margin, List<Span> line) {
        out.print(margin);
        for (Span span : line) {
            out.print(of(span.kind()).paint(escape(span.text()), colour));
        }
        out.print('\n');
    }

    /** A tab in the content is harmless and keeps its columns. */
    private static String escape(String text) {
        return text.indexOf('\t') < 0
                ? Printable.line(text)
                : Printable.block(text).replace("\n", "\\n");
    }

    private static Colour of(Span.Kind kind) {
        return switch (kind) {
            case TEXT, PUNCTUATION -> Colour.NONE;
            case KEY, ATTRIBUTE, TAG -> Colour.CYAN;
            case STRING -> Colour.GREEN;
            case NUMBER, LITERAL -> Colour.YELLOW;
            case COMMENT, NOTE -> Colour.DIM;
            case HEADING -> Colour.BOLD;
        };
    }
}
