package dev.steno.tui.page;

import dev.steno.command.Completion;
import dev.steno.option.OptionException;
import dev.steno.option.OptionSpec;
import dev.steno.tui.screen.Prompt;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Asks for the value of an option: checks it by the option's type, and completes it. Blanks at its end, such as the one behind a
 * completed word, are no part of it. Stateless.
 */
final class OptionPrompt {
    private OptionPrompt() {}

    static Prompt of(OptionSpec option, Consumer<String> accept) {
        return new Prompt(
                option.name() + " = ",
                option.secret() ? "" : option.current(),
                text -> check(option, text),
                text -> new Completion(0, option.type().complete(text)),
                text -> option.type().accepted() + " · " + option.help(),
                text -> accept.accept(text.stripTrailing()));
    }

    private static Prompt.@Nullable Complaint check(OptionSpec option, String text) {
        try {
            option.check(text.stripTrailing());
            return null;
        } catch (OptionException e) {
            return new Prompt.Complaint(0, String.valueOf(e.getMessage()));
        }
    }
}
