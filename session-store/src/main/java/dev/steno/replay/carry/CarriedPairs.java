package dev.steno.replay.carry;

import dev.steno.flow.HttpFlow;
import dev.steno.replay.request.ReplayedRequests;
import dev.steno.store.SessionReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What recorded values became in the flows that were sent again: those that a request took over, and those of a response that
 * later requests took over. They differ on purpose. For one thread.
 */
public final class CarriedPairs {
    private final CarryPlan plan;
    private final ReplayedRequests requests;
    private final Map<Long, Set<String>> places = new HashMap<>();

    public CarriedPairs(CarryPlan plan, ReplayedRequests requests) {
        this.plan = plan;
        this.requests = requests;
        for (List<CarriedValue> each : plan.uses().values()) {
            for (CarriedValue value : each) {
                places.computeIfAbsent(value.source(), any -> new HashSet<>()).add(value.place());
            }
        }
    }

    /**
     * Returns what values of a recorded flow became in the one that was sent for it.
     *
     * @param before has the recorded flow, {@code after} the other one
     * @throws IOException if a body cannot be read
     */
    public Map<String, String> of(HttpFlow recorded, SessionReader before, HttpFlow answered, SessionReader after)
            throws IOException {
        Map<String, String> became = new LinkedHashMap<>();
        List<CarriedValue> uses = plan.of(recorded.id());
        if (!uses.isEmpty()) {
            Map<String, List<String>> now = new HashMap<>();
            RequestValues.visit(answered, after, (use, value) -> {
                now.computeIfAbsent(use, any -> new ArrayList<>()).add(value);
                return null;
            });
            Map<String, Integer> seen = new HashMap<>();
            RequestValues.visit(requests.recorded(recorded), before, (use, value) -> {
                int number = seen.merge(use, 1, Integer::sum) - 1;
                List<String> others = now.getOrDefault(use, List.of());
                boolean carried = uses.stream()
                        .anyMatch(each -> each.use().equals(use) && each.value().equals(value));
                if (carried && number < others.size()) {
                    became.put(value, others.get(number));
                }
                return null;
            });
        }
        Set<String> wanted = places.getOrDefault(recorded.id(), Set.of());
        if (!wanted.isEmpty()) {
            Map<String, String> now = new HashMap<>();
            ResponseValues.each(answered, after, now::put);
            ResponseValues.each(recorded, before, (place, value) -> {
                String other = wanted.contains(place) ? now.get(place) : null;
                if (other != null) {
                    became.put(value, other);
                }
            });
        }
        // shorter ones, which only cookies are, occur as words elsewhere
        became.keySet().removeIf(value -> value.length() < CarryPlan.SHORTEST);
        return became;
    }
}
