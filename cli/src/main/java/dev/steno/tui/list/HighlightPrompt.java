package dev.steno.tui.list;

import dev.steno.command.Completion;
import dev.steno.filter.Filter;
import dev.steno.filter.FilterParser;
import dev.steno.tui.data.KeptLines;
import dev.steno.tui.screen.Desk;
import dev.steno.tui.screen.Prompt;
import org.jspecify.annotations.Nullable;

/**
 * Asks for a highlighted filter: {@code 2 FILTER} is the second one, {@code 2} forgets it, a filter alone takes the next number,
 * and an empty line forgets all. For the interface's thread.
 */
final class HighlightPrompt {
    private final Desk desk;
    private final RowWindow rows;
    private final FilterPrompt filters;

    /** Begins to read the filters that were kept. */
    HighlightPrompt(Desk desk, RowWindow rows, FilterPrompt filters) {
        this.desk = desk;
        this.rows = rows;
        this.filters = filters;
        desk.work(() -> Highlighter.of(desk.source().kept().read(Highlighter.FILE)), kept -> {
            if (!kept.filters().isEmpty()) {
                rows.highlight(kept);
            }
        });
    }

    void ask() {
        desk.ask(new Prompt(
                "highlight ([1-" + Highlighter.MOST + "] FILTER; tab lists them): ",
                "",
                this::check,
                this::complete,
                this::accept));
    }

    /** Does what a line says; says what is wrong with it if anything is. */
    void run(String line) {
        Prompt.Complaint complaint = check(line);
        if (complaint == null) {
            accept(line);
        } else {
            desk.fail(complaint.message());
        }
    }

    /** A line in parts. Immutable. */
    private record Typed(int number, int from, String filter) {
        static Typed of(String line) {
            int begin = line.length() - line.stripLeading().length();
            int end = begin;
            while (end < line.length() && !Character.isWhitespace(line.charAt(end))) {
                end++;
            }
            int number = Highlighter.number(line.substring(begin, end));
            int from = number == 0 ? 0 : Math.min(line.length(), end + 1);
            return new Typed(number, from, line.substring(from));
        }
    }

    private Prompt.@Nullable Complaint check(String line) {
        Typed typed = Typed.of(line);
        Prompt.Complaint found = FilterPrompt.check(typed.filter());
        if (found != null) {
            return new Prompt.Complaint(typed.from() + found.column(), found.message());
        }
        return typed.number() == 0 && !line.isBlank() && rows.highlighter().free() == 0
                ? new Prompt.Complaint(
                        0, "all " + Highlighter.MOST + " are in use: begin with the number of the one to replace")
                : null;
    }

    private Completion complete(String line) {
        if (line.isBlank()) {
            return new Completion(
                    0,
                    rows.highlighter().filters().entrySet().stream()
                            .map(each -> each.getKey() + " " + each.getValue())
                            .toList());
        }
        Typed typed = Typed.of(line);
        Completion found = filters.proposed(typed.filter());
        return new Completion(typed.from() + found.from(), found.candidates());
    }

    private void accept(String line) {
        Typed typed = Typed.of(line);
        Filter filter = FilterParser.parseOrAll(typed.filter());
        int number = typed.number() == 0 ? rows.highlighter().free() : typed.number();
        Highlighter next =
                line.isBlank() ? Highlighter.NONE : rows.highlighter().with(number, filter);
        rows.highlight(next);
        KeptLines kept = desk.source().kept();
        desk.work(
                () -> {
                    kept.write(Highlighter.FILE, next.lines());
                    return next;
                },
                done -> {});
    }
}
