package dev.steno.tui.list;

import dev.steno.command.Completion;
import dev.steno.filter.Filter;
import dev.steno.filter.FilterCompletion;
import dev.steno.filter.FilterParser;
import dev.steno.filter.FilterSyntaxException;
import dev.steno.tui.screen.Prompt;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Asks for a filter, and shows at which column a wrong one is wrong. Stateless. */
public final class FilterPrompt {
    private FilterPrompt() {}

    /** @param accept receives the filter; all flows match an empty one */
    static Prompt of(String text, Consumer<Filter> accept) {
        return new Prompt(
                "/",
                text,
                FilterPrompt::check,
                FilterPrompt::complete,
                line -> accept.accept(FilterParser.parseOrAll(line)));
    }

    /** Returns what is wrong with a filter; null if nothing is. */
    public static Prompt.@Nullable Complaint check(String line) {
        try {
            FilterParser.parseOrAll(line);
            return null;
        } catch (FilterSyntaxException e) {
            return new Prompt.Complaint(e.column(), String.valueOf(e.getMessage()));
        }
    }

    /** Returns what the end of a filter may become. */
    public static Completion complete(String line) {
        List<FilterCompletion> found = FilterCompletion.at(line);
        return found.isEmpty()
                ? new Completion(line.length(), List.of())
                : new Completion(
                        found.get(0).from(),
                        found.stream().map(FilterCompletion::text).toList());
    }
}
