package dev.steno.cli.architecture;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Finds the cycles of a graph: its strongly connected components of at least two nodes, by Tarjan's algorithm. */
final class Rings {
    private final Map<String, Set<String>> arrows;
    private final Map<String, Integer> number = new HashMap<>();
    private final Map<String, Integer> lowest = new HashMap<>();
    private final Deque<String> path = new ArrayDeque<>();
    private final Set<String> onPath = new TreeSet<>();
    private final List<Set<String>> found = new ArrayList<>();

    private Rings(Map<String, Set<String>> arrows) {
        this.arrows = arrows;
    }

    /**
     * Finds the cycles.
     *
     * @param arrows for each node, the nodes it points to
     * @return groups of at least two nodes, each in alphabetical order
     */
    static List<Set<String>> of(Map<String, Set<String>> arrows) {
        Rings rings = new Rings(arrows);
        for (String node : arrows.keySet()) {
            if (!rings.number.containsKey(node)) {
                rings.visit(node);
            }
        }
        return rings.found;
    }

    private void visit(String node) {
        int own = number.size();
        number.put(node, own);
        lowest.put(node, own);
        path.push(node);
        onPath.add(node);
        for (String next : arrows.getOrDefault(node, Set.of())) {
            if (!number.containsKey(next)) {
                visit(next);
                lowest.merge(node, lowest.get(next), Math::min);
            } else if (onPath.contains(next)) {
                lowest.merge(node, number.get(next), Math::min);
            }
        }
        if (lowest.get(node) == own) {
            Set<String> ring = new TreeSet<>();
            String last;
            do {
                last = path.pop();
                onPath.remove(last);
                ring.add(last);
            } while (!last.equals(node));
            if (ring.size() > 1) {
                found.add(ring);
            }
        }
    }
}
