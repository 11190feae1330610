package dev.steno.web.live;

import dev.steno.filter.ContentSource;
import dev.steno.filter.Filter;
import dev.steno.filter.FilterParser;
import dev.steno.filter.FilterSyntaxException;
import dev.steno.filter.Match;
import dev.steno.flow.Flow;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Filters whose matches a list colours; tested for the rows of the window alone. Bodies that are stored apart from their
 * flow are not read for them. Immutable.
 */
final class Highlights {
    /** Upper bound on filters; further ones are ignored. */
    static final int MOST = 6;

    static final Highlights NONE = new Highlights(List.of());

    private final List<@Nullable Filter> filters;

    private Highlights(List<@Nullable Filter> filters) {
        this.filters = filters;
    }

    /** A filter that cannot be parsed matches nothing, but keeps its place. */
    static Highlights of(List<String> texts) {
        List<@Nullable Filter> filters = new ArrayList<>();
        for (String text : texts.subList(0, Math.min(MOST, texts.size()))) {
            try {
                filters.add(FilterParser.parse(text));
            } catch (FilterSyntaxException e) {
                filters.add(null);
            }
        }
        return new Highlights(filters);
    }

    /** The filters that match a flow, as bits; the first filter is bit 0. */
    int bits(Flow flow) {
        int bits = 0;
        for (int i = 0; i < filters.size(); i++) {
            Filter filter = filters.get(i);
            if (filter != null && filter.test(flow, ContentSource.NONE) == Match.YES) {
                bits |= 1 << i;
            }
        }
        return bits;
    }

    boolean isEmpty() {
        return filters.isEmpty();
    }
}
