package dev.steno.tui.held;

import dev.steno.command.CommandException;
import dev.steno.flow.Flow;
import dev.steno.tui.data.Draft;
import dev.steno.tui.editor.EditedFile;
import dev.steno.tui.screen.Desk;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutionException;

/**
 * The edit of one message in a person's editor: the text is compared and checked on return. A text that was refused is
 * kept in its file. For the interface's thread.
 */
final class MessageEditing {
    private final Desk desk;
    private final Draft draft;
    private final Runnable done;

    /** @param done called after a change */
    MessageEditing(Desk desk, Draft draft, Runnable done) {
        this.desk = desk;
        this.draft = draft;
        this.done = done;
    }

    /**
     * Why a text was not taken. Immutable.
     *
     * @param again whether another text could be: the message is still as it was when the edit began
     */
    record Refusal(String why, boolean again) {}

    Draft draft() {
        return draft;
    }

    /** Opens the editor on the message. */
    void begin() {
        open(draft.text());
    }

    /** Opens the editor on a text, such as one that was refused. */
    void open(String text) {
        EditorVisit.make(desk, "steno-" + draft.flow() + "-", text, visit -> {
            if (visit.text().equals(draft.text())) {
                visit.file().delete();
                desk.say(name() + " is unchanged, so nothing was sent");
            } else {
                save(visit.file(), visit.text());
            }
        });
    }

    private void save(EditedFile file, String text) {
        desk.work(() -> refusal(file, text), refusal -> {
            if (refusal.isPresent()) {
                desk.open(new RefusedEdit(desk, this, refusal.get(), file, text));
                return;
            }
            desk.say(
                    draft.held()
                            ? name() + " was changed, and is still held: a resumes it"
                            : name() + " was changed: V reverts it");
            done.run();
        });
    }

    /** Saves the text, and deletes its file; on the working thread. */
    private Optional<Refusal> refusal(EditedFile file, String text) throws IOException {
        try {
            desk.source().interception().save(draft, text);
        } catch (CommandException e) {
            return Optional.of(why(String.valueOf(e.getMessage())));
        }
        file.delete();
        return Optional.empty();
    }

    private Refusal why(String told) {
        try {
            Draft now = draft.held()
                    ? desk.source().interception().held(draft.flow())
                    : desk.source().interception().recorded(draft.flow(), draft.part());
            return new Refusal(told, now.revision() == draft.revision());
        } catch (CommandException e) { // not held any more, or removed
            return new Refusal(end().orElse(told), false);
        }
    }

    private Optional<String> end() {
        try {
            List<Flow> flows = desk.source().view().flows(List.of(draft.flow())).get();
            return flows.stream()
                    .map(HoldEnds::of)
                    .filter(how -> !how.isEmpty())
                    .findFirst()
                    .map(how -> "the hold ended meanwhile: " + how);
        } catch (ExecutionException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /** Returns what is edited, in a few words. */
    String name() {
        return "the " + draft.part().name().toLowerCase(Locale.ROOT) + " of flow " + draft.flow();
    }
}
