package dev.steno.tui.app;

import dev.steno.tui.line.Cells;
import dev.steno.tui.line.Line;
import dev.steno.tui.line.Style;
import dev.steno.tui.screen.LineEditor;
import dev.steno.tui.screen.Prompt;
import java.util.ArrayList;
import java.util.List;

/** A prompt that is open: its line as it is typed, and what is wrong with it. For the interface's thread. */
final class OpenPrompt {
    /** Upper bound on the candidates that are listed at once. */
    private static final int LISTED = 8;

    private final Prompt prompt;
    private final LineEditor editor;
    private Prompt.Complaint complaint;
    private boolean wrong;

    OpenPrompt(Prompt prompt, List<String> history) {
        this.prompt = prompt;
        this.editor = new LineEditor(prompt.text(), history);
        this.complaint = new Prompt.Complaint(0, "");
        check();
    }

    Prompt prompt() {
        return prompt;
    }

    LineEditor editor() {
        return editor;
    }

    /** Whether the line is wrong, so that Enter does nothing. */
    boolean isWrong() {
        return wrong;
    }

    void press(String key) {
        editor.press(key);
        check();
    }

    void paste(String text) {
        editor.paste(text);
        check();
    }

    void check() {
        Prompt.Complaint found = prompt.check().apply(editor.text());
        wrong = found != null;
        complaint = found == null ? new Prompt.Complaint(0, "") : found;
    }

    /** Returns the part of the line around the cursor that a terminal of this width has room for. */
    Line line(int width) {
        return line().from(hidden(width)).fit(width);
    }

    private int hidden(int width) {
        return Math.max(0, cursor() + 1 - width);
    }

    /** Returns the line; from the column at which it is wrong on, it is marked. */
    private Line line() {
        String text = editor.text();
        int from = wrong ? Math.min(complaint.column(), text.length()) : text.length();
        Line.Builder line = Line.builder().add(Style.BOLD, prompt.label()).add(text.substring(0, from));
        return line.add(Style.ERROR, from < text.length() ? text.substring(from) : wrong ? "▏" : "")
                .build();
    }

    /** Returns how many cells of that part are before the cursor. */
    int cursor(int width) {
        Line whole = line();
        int hidden = whole.width() - whole.from(hidden(width)).width();
        return Math.min(width - 1, cursor() - hidden);
    }

    private int cursor() {
        return Cells.width(prompt.label()) + editor.cursorCells();
    }

    /** Returns what is wrong; otherwise the hint, or the keys. */
    Line below() {
        if (wrong) {
            return Line.of(Style.ERROR, complaint.message());
        }
        String hint = prompt.hint().apply(editor.text());
        return hint.isEmpty()
                ? Line.of(Style.DIM, "enter accept · esc cancel · tab complete · ↑ earlier lines")
                : Line.of(Style.NOTE, hint);
    }

    /** Returns the candidates, for the lines above. */
    List<Line> candidates() {
        List<String> all = editor.candidates();
        int first = Math.max(0, Math.min(editor.candidate() - LISTED / 2, all.size() - LISTED));
        List<Line> lines = new ArrayList<>();
        for (int i = first; i < Math.min(all.size(), first + LISTED); i++) {
            boolean chosen = i == editor.candidate();
            lines.add(Line.of(chosen ? Style.BOLD : Style.TEXT, (chosen ? "› " : "  ") + all.get(i)));
        }
        return lines;
    }
}
