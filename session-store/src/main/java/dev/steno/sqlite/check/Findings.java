package dev.steno.sqlite.check;

import dev.steno.store.Problem;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Collects the findings of a check: counts all of them, and keeps the texts of the first {@value #IN_WORDS}. For one
 * thread.
 */
final class Findings {
    private static final int IN_WORDS = 100;

    private final Map<Problem.Kind, Long> counts = new EnumMap<>(Problem.Kind.class);
    private final List<Problem> first = new ArrayList<>();
    private long flows;
    private long bodies;
    private long highestConnection;

    void addProblem(Problem.Kind kind, long flow, String text) {
        counts.merge(kind, 1L, Long::sum);
        if (first.size() < IN_WORDS) {
            first.add(new Problem(kind, flow, text));
        }
    }

    void sawFlow() {
        flows++;
    }

    void sawBody() {
        bodies++;
    }

    void sawConnection(long number) {
        highestConnection = Math.max(highestConnection, number);
    }

    long flows() {
        return flows;
    }

    long bodies() {
        return bodies;
    }

    long highestConnection() {
        return highestConnection;
    }

    Map<Problem.Kind, Long> counts() {
        return Collections.unmodifiableMap(new EnumMap<>(counts));
    }

    /** Returns the number of problems, without leftovers of a recorder's death. */
    long problems() {
        return counts.entrySet().stream()
                .filter(entry -> !entry.getKey().isLeftover())
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    long of(Problem.Kind kind) {
        return counts.getOrDefault(kind, 0L);
    }

    List<Problem> first() {
        return List.copyOf(first);
    }
}
