package dev.steno.tui.list;

import dev.steno.filter.ContentSource;
import dev.steno.filter.Filter;
import dev.steno.filter.Match;
import dev.steno.flow.Flow;
import dev.steno.view.View;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A filter whose matches are highlighted. It is tested for the rows that are read alone, and bodies that are stored apart from
 * their flow are not read for it. Immutable.
 *
 * @param filter null for none
 */
record Highlighter(@Nullable Filter filter) {
    static final Highlighter NONE = new Highlighter(null);

    /** Returns which of some flows match. */
    CompletableFuture<Set<Long>> among(View view, List<Long> flows) {
        Filter wanted = filter;
        if (wanted == null) {
            return CompletableFuture.completedFuture(Set.of());
        }
        return view.flows(flows)
                .thenApply(found -> found.stream()
                        .filter(flow -> wanted.test(flow, ContentSource.NONE) == Match.YES)
                        .map(Flow::id)
                        .collect(Collectors.toUnmodifiableSet()));
    }

    /** Returns the text of the filter; empty for none. */
    String text() {
        return filter == null ? "" : filter.toString();
    }
}
