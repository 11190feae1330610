package dev.steno.tui.page;

import dev.steno.tui.screen.Desk;
import dev.steno.tui.screen.Prompt;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * Rows of which those are shown that contain a text. For one thread.
 *
 * @param <R> the type of the rows
 */
final class Searched<R> {
    private final Function<R, String> text;
    private final Cursor cursor;
    private List<R> all = List.of();
    private List<R> shown = List.of();
    private String wanted = "";

    /** @param text returns what is searched in a row */
    Searched(Cursor cursor, Function<R, String> text) {
        this.cursor = cursor;
        this.text = text;
    }

    /** Replaces the rows. */
    void set(List<R> rows) {
        all = List.copyOf(rows);
        search(wanted);
    }

    /** Returns the rows that are shown. */
    List<R> shown() {
        return shown;
    }

    /** Returns the text that is searched for; empty if all rows are shown. */
    String wanted() {
        return wanted;
    }

    /** Asks for the text. */
    void ask(Desk desk) {
        desk.ask(Prompt.of("only rows with: ", wanted, this::search));
    }

    /** Shows the rows that contain a text, whatever their case. */
    void search(String other) {
        wanted = other.strip();
        String lower = wanted.toLowerCase(Locale.ROOT);
        shown = all.stream()
                .filter(row -> text.apply(row).toLowerCase(Locale.ROOT).contains(lower))
                .toList();
        cursor.resize(shown.size());
    }
}
