package dev.steno.tui.list;

import dev.steno.filter.ContentSource;
import dev.steno.filter.Filter;
import dev.steno.filter.FilterParser;
import dev.steno.filter.FilterSyntaxException;
import dev.steno.filter.Match;
import dev.steno.flow.Flow;
import dev.steno.view.View;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/**
 * Filters whose matches are highlighted, by their numbers, which choose the colours; the first that matches a flow counts. They
 * are tested for the rows that are read alone, and bodies that are stored apart from their flow are not read for them. As a
 * file, a line for each: {@code 2 = filter}. Immutable.
 */
record Highlighter(SortedMap<Integer, Filter> filters) {
    /** The name of their file. */
    static final String FILE = "highlights.txt";

    /** Upper bound on their number. */
    static final int MOST = 6;

    static final Highlighter NONE = new Highlighter(new TreeMap<>());

    Highlighter {
        filters = new TreeMap<>(filters);
    }

    /** Reads lines; those that are not a number and a filter are left out. */
    static Highlighter of(List<String> lines) {
        SortedMap<Integer, Filter> filters = new TreeMap<>();
        for (String line : lines) {
            String[] parts = line.split("=", 2);
            int number = parts.length == 2 ? number(parts[0]) : 0;
            if (number > 0 && !parts[1].isBlank()) {
                try {
                    filters.put(number, FilterParser.parse(parts[1].strip()));
                } catch (FilterSyntaxException e) {
                    continue; // written by hand, or by a version that knows more
                }
            }
        }
        return new Highlighter(filters);
    }

    /** Returns the number that a text is; 0 if it is none from 1 to {@link #MOST}. */
    static int number(String text) {
        String word = text.strip();
        return word.matches("[1-" + MOST + "]") ? Integer.parseInt(word) : 0;
    }

    List<String> lines() {
        return filters.entrySet().stream()
                .map(each -> each.getKey() + " = " + each.getValue())
                .toList();
    }

    /** Returns the lowest number without a filter; 0 if all have one. */
    int free() {
        for (int number = 1; number <= MOST; number++) {
            if (!filters.containsKey(number)) {
                return number;
            }
        }
        return 0;
    }

    /** Returns these filters with another one for a number; without the number if all flows match it. */
    Highlighter with(int number, Filter filter) {
        SortedMap<Integer, Filter> next = new TreeMap<>(filters);
        if (filter instanceof Filter.All) {
            next.remove(number);
        } else {
            next.put(number, filter);
        }
        return new Highlighter(next);
    }

    /** Returns, by flow, the number of the first filter that matches it; flows that none matches are left out. */
    CompletableFuture<Map<Long, Integer>> among(View view, List<Long> flows) {
        if (filters.isEmpty()) {
            return CompletableFuture.completedFuture(Map.of());
        }
        return view.flows(flows).thenApply(found -> {
            Map<Long, Integer> numbers = new HashMap<>();
            for (Flow flow : found) {
                filters.entrySet().stream()
                        .filter(each -> each.getValue().test(flow, ContentSource.NONE) == Match.YES)
                        .findFirst()
                        .ifPresent(each -> numbers.put(flow.id(), each.getKey()));
            }
            return numbers;
        });
    }
}
