package dev.steno.replay.carry;

import dev.steno.flow.Body;
import dev.steno.flow.HttpFlow;
import dev.steno.replay.run.CarriedValues;
import dev.steno.store.BodyReader;
import dev.steno.store.SessionReader;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The values of new responses, put into the requests that use them. Of several passes, the newest response counts. */
public final class CarriedResponses implements CarriedValues {
    /** Opens what reads bodies that were recorded until now. */
    @FunctionalInterface
    public interface Recorded {
        BodyReader now() throws IOException;
    }

    private record Source(long flow, String place) {}

    private final CarryPlan plan;
    private final SessionReader record;
    private final Recorded recorded;
    private final Map<Source, String> values = new HashMap<>();
    private final Map<Long, Set<String>> places = new HashMap<>();
    private long missing;

    /**
     * @param record has the recorded requests
     * @param recorded has the new responses
     */
    public CarriedResponses(CarryPlan plan, SessionReader record, Recorded recorded) {
        this.plan = plan;
        this.record = record;
        this.recorded = recorded;
        plan.uses()
                .values()
                .forEach(each -> each.forEach(value -> places.computeIfAbsent(value.source(), any -> new HashSet<>())
                        .add(value.place())));
    }

    @Override
    public long[] sources(long flow) {
        List<CarriedValue> carried = plan.of(flow);
        return carried.isEmpty()
                ? NO_FLOWS
                : carried.stream().mapToLong(CarriedValue::source).distinct().toArray();
    }

    @Override
    public boolean isSource(long flow) {
        return plan.isSource(flow);
    }

    @Override
    public void take(long flow, HttpFlow answered) throws IOException {
        Set<String> wanted = places.getOrDefault(flow, Set.of());
        boolean stored = answered.response() != null && answered.response().body() instanceof Body.Stored;
        boolean reads = wanted.stream().anyMatch(place -> place.startsWith("json ") || place.startsWith("html "));
        BodyReader bodies = stored && reads ? recorded.now() : BodyReader.INLINE;
        ResponseValues.each(answered, bodies, (place, value) -> {
            if (wanted.contains(place)) {
                values.put(new Source(flow, place), value);
            }
        });
    }

    @Override
    public HttpFlow apply(HttpFlow flow) throws IOException {
        List<CarriedValue> carried = plan.of(flow.id());
        if (carried.isEmpty()) {
            return flow;
        }
        Set<CarriedValue> lacking = new HashSet<>();
        HttpFlow next = RequestValues.visit(flow, record, (use, value) -> {
            for (CarriedValue each : carried) {
                if (each.use().equals(use) && each.value().equals(value)) {
                    String current = values.get(new Source(each.source(), each.place()));
                    if (current == null) {
                        lacking.add(each);
                    }
                    return current;
                }
            }
            return null;
        });
        missing += lacking.isEmpty() ? 0 : 1;
        return next;
    }

    @Override
    public long missing() {
        return missing;
    }
}
