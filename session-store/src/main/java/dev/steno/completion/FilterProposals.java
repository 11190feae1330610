package dev.steno.completion;

import dev.steno.filter.FilterCompletion;
import dev.steno.filter.FilterOperand;
import dev.steno.stats.Statistics;
import dev.steno.stats.ValueCounts;
import java.util.ArrayList;
import java.util.List;

/** Completes filters with words of the grammar and with values of the session. Any thread but an event loop. */
public final class FilterProposals {
    /** The highest number of values in an answer. */
    private static final int MOST = 20;

    /**
     * A text that may follow.
     *
     * @param text replaces the expression from {@code Answer.from} to the cursor
     * @param label the value itself, or the word
     * @param kind {@code word} for one of the grammar; else the kind of value, such as {@code host}
     * @param count the number of flows with this value; 0 for a word
     * @param help a few words; may be empty
     */
    public record Proposal(String text, String label, String kind, long count, String help) {}

    /** @param from offset in the expression at which the proposals begin */
    public record Answer(int from, List<Proposal> proposals) {}

    private final SessionValues values;

    public FilterProposals(Statistics statistics) {
        this.values = new SessionValues(statistics);
    }

    /** Returns what may be typed at the cursor, the best first. Waits at most a moment for values. */
    public Answer at(String beforeCursor) {
        FilterOperand operand = FilterOperand.at(beforeCursor).orElse(null);
        ValueKind kind = operand == null ? null : ValueKind.of(operand);
        if (operand != null && kind != null) {
            List<Proposal> found = new ArrayList<>();
            for (ValueCounts.Value value : values.find(kind, operand.prefix(), MOST)) {
                String whole = kind == ValueKind.HEADER ? value.text() + ":" : value.text();
                found.add(new Proposal(operand.print(whole), value.text(), kind.label(), value.flows(), ""));
            }
            return new Answer(operand.from(), found);
        }
        List<FilterCompletion> words = FilterCompletion.at(beforeCursor);
        int from = words.isEmpty() ? beforeCursor.length() : words.get(0).from();
        return new Answer(
                from,
                words.stream()
                        .map(word -> new Proposal(word.text(), word.text(), "word", 0, word.help()))
                        .toList());
    }
}
