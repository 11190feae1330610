package dev.steno.rule;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * States by name, which rules of a file set and ask for, so that what one exchange did decides about later ones. A state that was never
 * set has the empty value. Outlives changes of the file. Any thread.
 */
final class RuleStates {
    /** Upper bound on states, for values that commands set. */
    private static final int MOST = 10_000;

    private final Map<String, String> values = new ConcurrentHashMap<>();

    /**
     * What a rule has to do with states.
     *
     * @param when the states in which it acts; empty for any
     * @param then the states that it sets when it acts
     */
    record Terms(RuleStates states, Map<String, String> when, Map<String, String> then) {
        Terms {
            when = Map.copyOf(when);
            then = Map.copyOf(then);
        }

        boolean admit() {
            for (Map.Entry<String, String> wanted : when.entrySet()) {
                if (!states.values.getOrDefault(wanted.getKey(), "").equals(wanted.getValue())) {
                    return false;
                }
            }
            return true;
        }

        void acted() {
            then.forEach(states::set);
        }
    }

    /** Sets a state; one beyond {@link #MOST} is not kept. */
    void set(String name, String value) {
        if (value.isEmpty()) {
            values.remove(name);
        } else if (values.containsKey(name) || values.size() < MOST) {
            values.put(name, value);
        }
    }

    /** Returns the states that are set, by name. */
    Map<String, String> all() {
        return new TreeMap<>(values);
    }
}
