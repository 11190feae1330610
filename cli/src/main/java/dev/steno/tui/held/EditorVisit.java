package dev.steno.tui.held;

import dev.steno.tui.editor.EditedFile;
import dev.steno.tui.editor.TextEditor;
import dev.steno.tui.screen.Desk;
import java.io.IOException;

/**
 * A text that a person has edited. Immutable.
 *
 * @param file the file that it is in, which stays until it is deleted
 */
record EditorVisit(EditedFile file, String text) {

    /** What is done with the text. */
    interface Then {
        void take(EditorVisit visit) throws IOException;
    }

    /**
     * Lends the terminal to the person's editor. If that fails, nothing is done with the text, and a text that was changed
     * all the same is kept. For the interface's thread.
     *
     * @param name the beginning of the file's name
     */
    static void make(Desk desk, String name, String text, Then then) {
        desk.outside(() -> {
            TextEditor editor = TextEditor.of(desk.environment());
            EditedFile file = EditedFile.of(name, text);
            try {
                editor.open(file.path());
            } catch (IOException e) {
                desk.fail(e.getMessage() + ", so nothing was changed" + kept(file, text));
                return null;
            }
            then.take(new EditorVisit(file, file.text()));
            return null;
        });
    }

    private static String kept(EditedFile file, String text) throws IOException {
        if (!file.text().equals(text)) {
            return "; your text is in " + file.path();
        }
        file.delete();
        return "";
    }
}
