package dev.steno.tui.action;

import dev.steno.filter.Filter;
import dev.steno.store.SessionReader;
import dev.steno.text.Quantity;
import dev.steno.tui.data.ViewedFlows;
import dev.steno.tui.screen.Binding;
import dev.steno.tui.screen.Desk;
import dev.steno.tui.screen.KeyTable;
import dev.steno.tui.screen.Prompt;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Saves flows and bodies to files, and pipes bodies to commands. Nothing is overwritten without a question. */
public final class FileActions {
    public static final KeyTable<FileActions> KEYS = KeyTable.of(
            "Files and programs",
            Binding.of("w", "save the selected flows, or those shown, to a new session file", FileActions::saveFlows),
            Binding.of("b", "save the response's body, or else the request's, to a file", FileActions::saveBody)
                    .unless(FileActions::refusal),
            Binding.of("|", "pipe that body to a command", FileActions::pipe).unless(FileActions::refusal));

    private final Desk desk;
    private final ShownFlows shown;

    public FileActions(Desk desk, ShownFlows shown) {
        this.desk = desk;
        this.shown = shown;
    }

    private @Nullable String refusal() {
        return shown.focus() == 0 ? "there is no flow here" : null;
    }

    private void saveFlows() {
        Chosen chosen = shown.chosen();
        boolean selecting = shown.isSelecting();
        long count = selecting ? chosen.count() : shown.size();
        if (count == 0) {
            desk.say("there are no flows to save");
            return;
        }
        String filter = selecting ? chosen.filter() : filterOfShown();
        String label = "save " + Quantity.count(count, "flow") + " to the new session file: ";
        desk.ask(FilePrompt.of(
                label,
                path -> desk.work(
                        () -> checkedNew(path),
                        file -> desk.call(
                                "session.save",
                                List.of(file.toString(), filter),
                                saved -> desk.say("saved to " + file)))));
    }

    private String filterOfShown() {
        if (shown.arrangement().filter() instanceof Filter.All
                && !shown.arrangement().markedOnly()) {
            return "";
        }
        return new ViewedFlows(shown.arrangement(), 0).named("@shown");
    }

    private static Path checkedNew(Path file) throws IOException {
        if (Files.exists(file)) {
            throw new IOException(file + " exists; flows are saved to a new file only");
        }
        return file;
    }

    private void saveBody() {
        withBody(body -> desk.ask(FilePrompt.of(
                "save the " + body.kind() + " to: ",
                path -> desk.workToAsk(() -> Files.exists(path), exists -> {
                    if (exists) {
                        desk.confirm(path + " exists; overwrite it?", () -> write(body, path, true));
                    } else {
                        write(body, path, false);
                    }
                }))));
    }

    private void write(ChosenBody body, Path file, boolean replace) {
        desk.read(
                reader -> {
                    try (InputStream in = body.open(reader)) {
                        return SavedFile.write(file, in, replace);
                    }
                },
                bytes -> desk.say("saved " + Quantity.bytes(bytes) + " to " + file));
    }

    private void pipe() {
        withBody(body -> desk.ask(Prompt.of("pipe the " + body.kind() + " to: ", "", command -> {
            if (!command.isBlank()) {
                desk.outside(() -> {
                    try (SessionReader reader = desk.source().reader();
                            InputStream in = body.open(reader)) {
                        BodyPipe.run(command, in);
                    }
                    return null;
                });
            }
        })));
    }

    private void withBody(Consumer<ChosenBody> use) {
        desk.awaitToAsk(desk.source().view().flows(List.of(shown.focus())), flows -> {
            if (flows.isEmpty()) {
                desk.fail("flow " + shown.focus() + " was removed");
                return;
            }
            try {
                use.accept(ChosenBody.of(flows.get(0)));
            } catch (IOException e) {
                desk.fail(String.valueOf(e.getMessage()));
            }
        });
    }
}
