package dev.steno.view.command;

import dev.steno.command.Arg;
import dev.steno.command.Command;
import dev.steno.view.View;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Commands that move the focus of a view. */
final class FocusCommands {
    private final Supplier<View> view;

    FocusCommands(Supplier<View> view) {
        this.view = view;
    }

    @Command(name = "view.focus", help = "Shows the flow that has the focus; nothing if no flow is shown.")
    CompletionStage<Optional<Long>> focus() {
        return view.get().focus().thenApply(CommandResults::flow);
    }

    @Command(name = "view.focus.go", help = "Moves the focus to the flow at a place, and shows that flow.")
    CompletionStage<Optional<Long>> go(
            @Arg(
                            help =
                                    "The place, counted from 0, or from the end if negative: -1 is the last flow. Beyond either end, the flow at that end.")
                    long place) {
        return view.get().focusAt(place).thenApply(CommandResults::flow);
    }

    @Command(
            name = "view.focus.next",
            help = "Moves the focus to the next flow, if there is one, and shows the flow that has it.")
    CompletionStage<Optional<Long>> next() {
        return view.get().moveFocus(1).thenApply(CommandResults::flow);
    }

    @Command(
            name = "view.focus.prev",
            help = "Moves the focus to the previous flow, if there is one, and shows the flow that has it.")
    CompletionStage<Optional<Long>> prev() {
        return view.get().moveFocus(-1).thenApply(CommandResults::flow);
    }
}
