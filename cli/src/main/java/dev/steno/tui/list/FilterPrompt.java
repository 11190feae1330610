package dev.steno.tui.list;

import dev.steno.command.Completion;
import dev.steno.completion.FilterProposals;
import dev.steno.filter.Filter;
import dev.steno.filter.FilterCompletion;
import dev.steno.filter.FilterParser;
import dev.steno.filter.FilterSyntaxException;
import dev.steno.stats.Statistics;
import dev.steno.tui.data.Source;
import dev.steno.tui.screen.Prompt;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Asks for filters, completes them with words of the grammar and with values of the session, and shows at which column a wrong
 * one is wrong. For the interface's thread.
 */
public final class FilterPrompt implements AutoCloseable {
    private final Statistics statistics;
    private final FilterProposals proposals;

    FilterPrompt(Source source) {
        this.statistics = new Statistics(source::reader); // reads nothing before it is asked
        this.proposals = new FilterProposals(statistics);
    }

    /** @param accept receives the filter; all flows match an empty one */
    Prompt ask(String label, String text, Consumer<Filter> accept) {
        return new Prompt(
                label, text, FilterPrompt::check, this::proposed, line -> accept.accept(FilterParser.parseOrAll(line)));
    }

    /** Begins to read the values of the session, so that the first completion has them. Blocks for a moment. */
    FilterProposals.Answer read() {
        return proposals.at("host == ");
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

    /** Returns what the end of a filter may become, by the grammar alone. */
    public static Completion complete(String line) {
        List<FilterCompletion> found = FilterCompletion.at(line);
        return found.isEmpty()
                ? new Completion(line.length(), List.of())
                : new Completion(
                        found.get(0).from(),
                        found.stream().map(FilterCompletion::text).toList());
    }

    /** Returns what the end of a filter may become; blocks for a moment. */
    Completion proposed(String line) {
        FilterProposals.Answer answer = proposals.at(line);
        return new Completion(
                answer.from(),
                answer.proposals().stream().map(FilterProposals.Proposal::text).toList());
    }

    @Override
    public void close() {
        statistics.close();
    }
}
