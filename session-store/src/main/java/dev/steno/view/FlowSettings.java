package dev.steno.view;

import java.util.HashMap;
import java.util.Map;

/**
 * Values that a user interface attaches to flows in one view, by key. They are kept in memory only, and removed with
 * their flow. For the view thread.
 */
final class FlowSettings {
    private final Map<Long, Map<String, String>> values = new HashMap<>();

    String value(long flow, String key, String otherwise) {
        return values.getOrDefault(flow, Map.of()).getOrDefault(key, otherwise);
    }

    void set(long flow, String key, String value) {
        values.computeIfAbsent(flow, id -> new HashMap<>()).put(key, value);
    }

    void forget(long flow) {
        values.remove(flow);
    }
}
