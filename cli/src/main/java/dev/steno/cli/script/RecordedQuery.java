package dev.steno.cli.script;

import dev.steno.filter.FilterParser;
import dev.steno.filter.FilterSyntaxException;
import dev.steno.flow.Flow;
import dev.steno.script.run.ScriptPorts;
import dev.steno.session.Session;
import dev.steno.store.FlowSearch;
import dev.steno.store.SessionReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Finds flows of the session that is recorded, for scripts. Any thread that may block. */
public final class RecordedQuery implements ScriptPorts.Query {
    private final Supplier<Session> session;

    /** @param session fails if nothing is recorded */
    public RecordedQuery(Supplier<Session> session) {
        this.session = session;
    }

    @Override
    public List<Flow> flows(String filter, int limit) throws IOException {
        List<Long> found = new ArrayList<>();
        try (SessionReader reader = session.get().reader()) {
            reader.search(
                    FlowSearch.of(FilterParser.parseOrAll(filter)).reverse(true),
                    place -> {
                        found.add(place.flow());
                        return found.size() < limit;
                    },
                    () -> false);
            return reader.flows(found.subList(0, Math.min(limit, found.size())));
        } catch (FilterSyntaxException e) {
            throw new IllegalArgumentException("the filter '" + filter + "': " + e.getMessage(), e);
        }
    }
}
