package dev.steno.cli.hold;

import dev.steno.cli.command.Failure;
import dev.steno.cli.remote.JsonTree;
import dev.steno.cli.terminal.Console;
import dev.steno.json.EditText;
import dev.steno.option.ValueException;
import dev.steno.tui.editor.EditedFile;
import dev.steno.tui.editor.TextEditor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Changes one held message, in an editor or as arguments say. A change is refused if the message changed meanwhile. */
final class EditorSession {
    private final HeldApi held;
    private final Console console;

    EditorSession(HeldApi held, Console console) {
        this.held = held;
        this.console = console;
    }

    /**
     * Changes a message.
     *
     * @param changes such as {@code method=PUT}; if there are none and no body, an editor is opened
     * @param body a file with the new body; null if that stays
     * @param encoded whether the file has the message's content codings
     * @param resume whether the message is sent on then
     */
    void run(long flow, List<String> changes, @Nullable Path body, boolean encoded, boolean resume) throws IOException {
        if (changes.isEmpty() && body == null) {
            inEditor(flow);
        }
        long revision = changes.isEmpty() && body == null ? 0 : JsonTree.number(held.flow(flow), "revision");
        if (!changes.isEmpty()) {
            List<Map<String, Object>> edits = new ArrayList<>();
            for (String change : changes) {
                edits.add(operation(change));
            }
            revision = held.edit(flow, revision, edits);
        }
        if (body != null) {
            held.replaceBody(flow, revision, body, encoded);
        }
        if (resume) {
            held.resume(flow, false);
        }
    }

    private static Map<String, Object> operation(String change) {
        try {
            return EditText.operation(change);
        } catch (ValueException e) {
            throw Failure.usage(String.valueOf(e.getMessage()));
        }
    }

    private void inEditor(long flow) throws IOException {
        Map<String, @Nullable Object> raw = held.raw(flow);
        String before = JsonTree.text(raw, "text");
        String kept = HeldShow.keptLine(before);
        if (kept != null) {
            console.say(kept);
        }
        TextEditor editor = editor();
        EditedFile file = EditedFile.of("steno-" + flow + "-", before);
        try {
            console.out().flush();
            open(editor, file);
            String after = file.text();
            if (after.equals(before)) {
                console.say("flow " + flow + " is unchanged");
            } else {
                held.edit(flow, JsonTree.number(raw, "revision"), List.of(Map.of("op", "raw", "value", after)));
            }
        } catch (Failure e) {
            throw Failure.withCode(e.exitCode(), e.getMessage() + "; your text is in " + file.path());
        }
        file.delete();
    }

    private TextEditor editor() {
        try {
            return TextEditor.of(console.environment());
        } catch (IOException e) {
            throw Failure.because(String.valueOf(e.getMessage()), e);
        }
    }

    private static void open(TextEditor editor, EditedFile file) {
        try {
            editor.open(file.path());
        } catch (IOException e) {
            throw Failure.because(e.getMessage() + ", so nothing was changed", e);
        }
    }
}
