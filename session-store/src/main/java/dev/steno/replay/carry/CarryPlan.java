package dev.steno.replay.carry;

import dev.steno.flow.Flow;
import dev.steno.flow.HttpFlow;
import dev.steno.replay.request.ReplayedRequests;
import dev.steno.replay.run.RunPlan;
import dev.steno.store.Progress;
import dev.steno.store.SessionReader;
import dev.steno.text.Printable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which requests of a plan use values of responses before them. A value that could come from several places is listed, and
 * not guessed. Immutable once it is read.
 */
public final class CarryPlan {
    /** Upper bound on values of responses that are remembered; of more, the earliest are forgotten. */
    private static final int MOST_VALUES = 200_000;

    /** Upper bound on values that could come from several places and are told. */
    private static final int MOST_AMBIGUOUS = 100;

    static final int SHORTEST = 8;
    private static final int LONGEST = 8_192;

    /** From this length on, a value need not have a digit to be taken for one that a server made up. */
    private static final int SURELY_MADE = 20;

    private static final int BATCH = 64;

    /** Where a value is; a request that is repeated gives it at the same place each time. */
    private record Origin(long flow, String place, String request) {
        boolean isRepeatedBy(Origin other) {
            return place.equals(other.place) && request.equals(other.request);
        }
    }

    /** What a response gives, once it has ended. */
    private record Given(long ended, List<Map.Entry<String, Origin>> values) {}

    private final Map<String, List<Origin>> values = new HashMap<>();
    private final Queue<String> remembered = new ArrayDeque<>();
    private final Set<String> ofClients = new HashSet<>();
    private final PriorityQueue<Given> given = new PriorityQueue<>(Comparator.comparingLong(Given::ended));
    private final Map<Long, List<CarriedValue>> uses = new LinkedHashMap<>();
    private final Set<Long> sources = new HashSet<>();
    private final List<String> ambiguous = new ArrayList<>();
    private long moreAmbiguous;

    private CarryPlan() {}

    /**
     * Reads the requests and responses of a plan.
     *
     * @param progress may stop it
     * @throws IOException if the session cannot be read
     */
    public static CarryPlan read(SessionReader reader, RunPlan plan, ReplayedRequests requests, Progress progress)
            throws IOException {
        CarryPlan carry = new CarryPlan();
        progress.beginStep("looking for values of responses", "flows", plan.size());
        for (int from = 0; from < plan.size(); from += BATCH) {
            progress.check();
            long[] numbers = plan.flows(from, Math.min(plan.size(), from + BATCH));
            Map<Long, Flow> found = new HashMap<>();
            for (Flow flow : reader.flows(
                    java.util.Arrays.stream(numbers).sorted().boxed().toList())) {
                found.put(flow.id(), flow);
            }
            for (long number : numbers) {
                if (found.get(number) instanceof HttpFlow http) {
                    carry.add(requests.recorded(http), reader);
                }
            }
            progress.at(from);
        }
        carry.forget();
        return carry;
    }

    private void add(HttpFlow flow, SessionReader reader) throws IOException {
        while (!given.isEmpty() && given.peek().ended() <= flow.started()) {
            given.remove().values().forEach(each -> remember(each.getKey(), each.getValue()));
        }
        List<CarriedValue> carried = new ArrayList<>();
        RequestValues.visit(flow, reader, (use, value) -> {
            CarriedValue of = carried(flow, use, value);
            if (of != null) {
                carried.add(of);
                sources.add(of.source());
            } else if (isMade(value) && values.get(value) == null && ofClients.size() < MOST_VALUES) {
                ofClients.add(value);
            }
            return null;
        });
        if (!carried.isEmpty()) {
            uses.put(flow.id(), List.copyOf(carried));
        }
        List<Map.Entry<String, Origin>> found = new ArrayList<>();
        String request = flow.request().method() + " " + flow.request().url();
        ResponseValues.each(flow, reader, (place, value) -> {
            if (place.startsWith("cookie ")) {
                found.add(Map.entry(cookie(place, value), new Origin(flow.id(), place, request)));
            }
            if (isMade(value) && !ofClients.contains(value)) {
                found.add(Map.entry(value, new Origin(flow.id(), place, request)));
            }
        });
        given.add(new Given(flow.started() + Math.max(0, flow.duration()), found));
    }

    /** Whether a value looks like one that a server made up, and not like a word. */
    private static boolean isMade(String value) {
        if (value.length() < SHORTEST || value.length() > LONGEST) {
            return false;
        }
        boolean digit = false;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c <= ' ' || c >= 0x7f) {
                return false;
            }
            digit |= c >= '0' && c <= '9';
        }
        return digit || value.length() >= SURELY_MADE;
    }

    /** A cookie goes back by its name, whatever its value. */
    private static String cookie(String place, String value) {
        return "\0" + place + "=" + value;
    }

    private void remember(String value, Origin origin) {
        List<Origin> origins = values.get(value);
        if (origins == null) {
            values.put(value, new ArrayList<>(List.of(origin)));
            remembered.add(value);
            if (remembered.size() > MOST_VALUES) {
                values.remove(remembered.remove());
            }
            return;
        }
        origins.removeIf(earlier -> earlier.isRepeatedBy(origin)); // the newest one counts
        origins.add(origin);
    }

    private @Nullable CarriedValue carried(HttpFlow flow, String use, String value) {
        List<Origin> origins = use.startsWith("cookie ") ? values.get(cookie(use, value)) : null;
        boolean byName = origins != null;
        if (!byName && isMade(value)) {
            origins = values.get(value);
        }
        if (origins == null) {
            return null;
        }
        Origin last = origins.get(origins.size() - 1);
        if (origins.size() > 1 && !byName) {
            tellAmbiguous(flow, use, origins);
            return null;
        }
        return new CarriedValue(use, value, last.flow(), last.place());
    }

    private void tellAmbiguous(HttpFlow flow, String use, List<Origin> origins) {
        if (ambiguous.size() >= MOST_AMBIGUOUS) {
            moreAmbiguous++;
            return;
        }
        StringBuilder text = new StringBuilder("flow " + flow.id() + ", " + Printable.line(use) + ": ");
        for (int i = 0; i < Math.min(3, origins.size()); i++) {
            Origin origin = origins.get(i);
            text.append(i == 0 ? "" : " or ")
                    .append(Printable.line(origin.place()))
                    .append(" of flow ")
                    .append(origin.flow());
        }
        ambiguous.add(text + (origins.size() > 3 ? " or others" : ""));
    }

    /** Only the result is kept. */
    private void forget() {
        values.clear();
        remembered.clear();
        ofClients.clear();
        given.clear();
    }

    /** Returns the values that the request of a flow takes over; empty for none. */
    public List<CarriedValue> of(long flow) {
        return uses.getOrDefault(flow, List.of());
    }

    /** Returns the flows whose requests take values over, in the order in which they are sent, with these values. */
    public Map<Long, List<CarriedValue>> uses() {
        return Collections.unmodifiableMap(uses);
    }

    /** Whether a value of the response of a flow is taken over. */
    public boolean isSource(long flow) {
        return sources.contains(flow);
    }

    /** Returns the values that could come from several places, a clause each; of many, the first. */
    public List<String> ambiguous() {
        return Collections.unmodifiableList(ambiguous);
    }

    /** Returns how many further such values there are. */
    public long moreAmbiguous() {
        return moreAmbiguous;
    }
}
