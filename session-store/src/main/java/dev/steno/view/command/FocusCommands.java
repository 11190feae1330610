package dev.steno.view.command;

import dev.steno.command.Arg;
import dev.steno.command.Command;
import dev.steno.view.View;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** What moves the focus of a view. */
final class FocusCommands {
    private final Supplier<View> view;

    FocusCommands(Supplier<View> view) {
        this.view = view;
    }

    @Command(name = "view.focus", help = "Says which flow has the focus; nothing where none is shown.")
    CompletionStage<Optional<Long>> focus() {
        return view.get().focus().thenApply(CommandResults::flow);
    }

    @Command(name = "view.focus.go", help = "Gives the focus to the flow at a place, and says which it is.")
    CompletionStage<Optional<Long>> go(
            @Arg(
                            help =
                                    "The place from 0; below 0 counted from the end, where -1 is the last. Beyond either end, the end.")
                    long place) {
        return view.get().focusAt(place).thenApply(CommandResults::flow);
    }

    @Command(
            name = "view.focus.next",
            help = "Gives the focus to the next flow, if there is one, and says which has it.")
    CompletionStage<Optional<Long>> next() {
        return view.get().moveFocus(1).thenApply(CommandResults::flow);
    }

    @Command(
            name = "view.focus.prev",
            help = "Gives the focus to the flow before, if there is one, and says which has it.")
    CompletionStage<Optional<Long>> prev() {
        return view.get().moveFocus(-1).thenApply(CommandResults::flow);
    }
}
