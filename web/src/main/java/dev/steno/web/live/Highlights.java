package dev.steno.web.live;

import dev.steno.filter.ContentSource;
import dev.steno.filter.Filter;
import dev.steno.filter.FilterParser;
import dev.steno.filter.FilterSyntaxException;
import dev.steno.filter.Match;
import dev.steno.flow.Flow;
import dev.steno.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Filters whose matches a list colours; tested for the rows of the window alone. Bodies that are stored apart from their
 * flow are not read for them. Immutable.
 */
final class Highlights {
    /** Upper bound on filters; further ones are ignored. */
    static final int MOST = 6;

    static final Highlights NONE = new Highlights(List.of(), List.of());

    private final List<@Nullable Filter> filters;

    /** By the place of the filter; null for one without an error. */
    private final List<@Nullable FilterSyntaxException> problems;

    private Highlights(List<@Nullable Filter> filters, List<@Nullable FilterSyntaxException> problems) {
        this.filters = filters;
        this.problems = problems;
    }

    /** A filter that cannot be parsed matches nothing, but keeps its place. */
    static Highlights of(List<String> texts) {
        List<@Nullable Filter> filters = new ArrayList<>();
        List<@Nullable FilterSyntaxException> problems = new ArrayList<>();
        for (String text : texts.subList(0, Math.min(MOST, texts.size()))) {
            try {
                filters.add(FilterParser.parse(text));
                problems.add(null);
            } catch (FilterSyntaxException e) {
                filters.add(null);
                problems.add(e);
            }
        }
        return new Highlights(filters, problems);
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

    /** Whether a filter has an error. */
    boolean hasProblems() {
        return problems.stream().anyMatch(Objects::nonNull);
    }

    /** Returns the message that tells the page of the errors: one element for each filter, null for one without. */
    byte[] message() {
        return Json.bytes(json -> {
            json.writeStartObject();
            json.writeStringProperty("t", "highlights");
            json.writeArrayPropertyStart("problems");
            for (FilterSyntaxException problem : problems) {
                if (problem == null) {
                    json.writeNull();
                } else {
                    SearchReports.write(json, problem);
                }
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    boolean isEmpty() {
        return filters.isEmpty();
    }
}
