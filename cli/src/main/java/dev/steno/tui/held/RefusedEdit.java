package dev.steno.tui.held;

import dev.steno.tui.editor.EditedFile;
import dev.steno.tui.line.Line;
import dev.steno.tui.line.Style;
import dev.steno.tui.screen.Binding;
import dev.steno.tui.screen.Desk;
import dev.steno.tui.screen.KeyTable;
import dev.steno.tui.screen.Pressed;
import dev.steno.tui.screen.Screen;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says why a text was refused, where it is kept, and offers to edit it again. */
final class RefusedEdit implements Screen {
    static final KeyTable<RefusedEdit> KEYS = KeyTable.of(
            "Refused edit",
            Binding.of("e, enter", "edit the text again", RefusedEdit::again)
                    .inBar("edit again")
                    .unless(screen -> screen.refusal.again() ? null : screen.refusal.why()));

    private static final Pattern NUMBERED = Pattern.compile("^line ([0-9]+): ");

    private final Desk desk;
    private final MessageEditing editing;
    private final MessageEditing.Refusal refusal;
    private final EditedFile file;
    private final String text;

    RefusedEdit(Desk desk, MessageEditing editing, MessageEditing.Refusal refusal, EditedFile file, String text) {
        this.desk = desk;
        this.editing = editing;
        this.refusal = refusal;
        this.file = file;
        this.text = text;
    }

    @Override
    public String title() {
        return "refused edit";
    }

    @Override
    public List<Line> lines(int width, int height) {
        List<Line> lines = new ArrayList<>();
        lines.add(Line.of(Style.HEADING, "Nothing was changed: the edit of " + editing.name() + " was refused."));
        lines.add(Line.EMPTY);
        lines.add(Line.of(Style.ERROR, refusal.why()));
        Matcher numbered = NUMBERED.matcher(refusal.why());
        if (numbered.find()) {
            int number = Integer.parseInt(numbered.group(1));
            text.lines()
                    .skip(number - 1L)
                    .findFirst()
                    .ifPresent(line -> lines.add(Line.builder()
                            .right(Style.DIM, Integer.toString(number), 5)
                            .add("  " + line)
                            .build()));
        }
        lines.add(Line.EMPTY);
        lines.add(Line.of("Your text is kept in"));
        lines.add(Line.of(Style.BOLD, file.path().toString()));
        lines.add(Line.EMPTY);
        lines.add(Line.of(
                Style.NOTE,
                refusal.again()
                        ? "e edits it again; esc leaves the file there."
                        : "The message is not as it was when the edit began; esc leaves the file there."));
        return lines;
    }

    @Override
    public List<KeyTable<?>> keys() {
        return List.of(KEYS);
    }

    @Override
    public Pressed press(String key) {
        return KEYS.press(this, key, desk);
    }

    private void again() {
        desk.back();
        try {
            file.delete(); // the text goes into a new one
        } catch (IOException e) {
            desk.fail("cannot delete " + file.path());
        }
        editing.open(text);
    }
}
