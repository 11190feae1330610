package dev.steno.view.command;

import dev.steno.command.Arg;
import dev.steno.command.Command;
import dev.steno.view.FlowSpec;
import dev.steno.view.View;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Commands that change flows of a session, as selected by a view. A command completes when its change is durable. */
final class FlowCommands {
    /** Who edits, as the session records it. */
    private static final String BY = "a command";

    private final Supplier<View> view;
    private final Supplier<FlowEditor> editor;
    private final Supplier<? extends NotesEditor> notes;

    FlowCommands(Supplier<View> view, Supplier<FlowEditor> editor, Supplier<? extends NotesEditor> notes) {
        this.view = view;
        this.editor = editor;
        this.notes = notes;
    }

    @Command(name = "view.flows.resolve", help = "Lists the numbers of the flows selected.")
    CompletionStage<List<Long>> resolve(
            @Arg(
                            help =
                                    "@all, @focus, @shown, @hidden, @marked, @unmarked, @held, @ and flow numbers such as @12,15, or a filter.")
                    FlowSpec flows) {
        return view.get().resolve(flows).thenApply(CommandResults::flows);
    }

    @Command(
            name = "view.flows.duplicate",
            help = "Copies flows and their bodies under new numbers, and moves the focus to the first copy.")
    CompletionStage<List<Long>> duplicate(@Arg(help = "The flows.") FlowSpec flows) {
        return editor.get().duplicate(view.get(), flows);
    }

    @Command(
            name = "view.flows.remove",
            destroys = true,
            help =
                    "Removes flows from the session, and counts them. An exchange in flight continues, but is no longer recorded.")
    CompletionStage<Long> remove(@Arg(help = "The flows.") FlowSpec flows) {
        return editor.get().remove(view.get(), flows);
    }

    @Command(name = "view.clear", destroys = true, help = "Removes every flow from the session, and counts them.")
    CompletionStage<Long> clear() {
        return remove(FlowSpec.Named.ALL);
    }

    @Command(
            name = "view.clear_unmarked",
            destroys = true,
            help = "Removes every unmarked flow from the session, and counts them.")
    CompletionStage<Long> clearUnmarked() {
        return remove(FlowSpec.Named.UNMARKED);
    }

    @Command(
            name = "view.flows.create",
            help = "Adds a request that was never sent, for editing and replay, and shows its number.")
    CompletionStage<Long> create(
            @Arg(help = "The method, such as GET.") String method, @Arg(help = "The absolute URL.") String url) {
        return editor.get().create(view.get(), method, url);
    }

    @Command(
            name = "view.flows.load",
            help = "Copies all flows of another session into this one under new numbers, and counts them.")
    CompletionStage<Long> load(@Arg(help = "A session file.") Path path) {
        return editor.get().load(view.get(), path);
    }

    @Command(name = "flow.mark", help = "Marks flows, and counts them.")
    CompletionStage<Long> mark(
            @Arg(help = "The flows.") FlowSpec flows,
            @Arg(help = "The mark; an empty text removes it.", defaultValue = "*") String mark) {
        return notes.get().edit(view.get(), flows, old -> old.withMark(mark));
    }

    @Command(name = "flow.mark.toggle", help = "Marks unmarked flows, unmarks marked ones, and counts both.")
    CompletionStage<Long> toggleMark(@Arg(help = "The flows.") FlowSpec flows) {
        return notes.get()
                .edit(view.get(), flows, old -> old.withMark(old.mark().isEmpty() ? "*" : ""));
    }

    @Command(name = "flow.comment", help = "Sets the comment of flows, and counts them.")
    CompletionStage<Long> comment(
            @Arg(help = "The flows.") FlowSpec flows,
            @Arg(help = "The comment; without one, the existing comment is removed.") Optional<String> comment) {
        return notes.get().edit(view.get(), flows, old -> old.withComment(comment.orElse("")));
    }

    @Command(
            name = "flow.revert",
            help =
                    "Gives recorded flows the messages of an earlier revision, and counts the flows. This is an edit too.")
    CompletionStage<Long> revert(
            @Arg(help = "The flows.") FlowSpec flows,
            @Arg(
                            help =
                                    "The number of the edit after which they were so; 0 for what was recorded; without a number, what the peers sent.")
                    Optional<Integer> revision) {
        OptionalInt to = revision.isPresent() ? OptionalInt.of(revision.get()) : OptionalInt.empty();
        return editor.get().revert(view.get(), flows, to, BY);
    }

    @Command(name = "flow.history", help = "Lists the edits of recorded flows: when, by whom, and what.")
    CompletionStage<List<String>> history(@Arg(help = "The flows.") FlowSpec flows) {
        return editor.get().history(view.get(), flows);
    }
}
