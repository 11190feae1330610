package dev.steno.completion;

import dev.steno.flow.Flow;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.stats.ValueCounts;
import dev.steno.store.Place;
import dev.steno.store.SessionException;
import dev.steno.store.SessionReader;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** The names of header fields in the newest flows, since they are not a column. Stateless. */
final class HeaderNames {
    /** How many flows are decoded. */
    private static final int FLOWS = 500;

    private HeaderNames() {}

    /** Returns the names in lower case, the most frequent first, with the number of flows that have them. */
    static List<ValueCounts.Value> read(SessionReader reader, BooleanSupplier cancelled) throws SessionException {
        Map<String, Long> counts = new HashMap<>();
        for (Flow flow : reader.page(Place.START, FLOWS, true)) {
            if (flow instanceof HttpFlow http) {
                Set<String> names = new HashSet<>();
                collect(http.request().headers(), names);
                if (http.response() != null) {
                    collect(http.response().headers(), names);
                }
                names.forEach(name -> counts.merge(name, 1L, Long::sum));
            }
        }
        return counts.entrySet().stream()
                .map(entry -> new ValueCounts.Value(entry.getKey(), entry.getValue()))
                .sorted(Comparator.comparingLong(ValueCounts.Value::flows)
                        .reversed()
                        .thenComparing(ValueCounts.Value::text))
                .toList();
    }

    private static void collect(Headers from, Set<String> names) {
        for (int i = 0; i < from.size(); i++) {
            if (!from.name(i).startsWith(":")) {
                names.add(from.name(i).toLowerCase(Locale.ROOT));
            }
        }
    }
}
