package dev.steno.tui.held;

import dev.steno.tui.data.HeldItem;
import dev.steno.tui.data.Interception;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The held messages as they were last told, which of them has the cursor, and those whose hold has ended since. For one
 * thread.
 */
final class HeldQueue {
    /** Upper bound on the messages that are shown after their hold has ended. */
    private static final int ENDED = 50;

    /** A message whose hold has ended; it is not known at once how. Immutable. */
    record Ended(HeldItem item, String how) {}

    private final Map<Long, Ended> ended = new LinkedHashMap<>();
    private Interception.Queue now = Interception.Queue.NOTHING;
    private int cursor;

    Interception.Queue now() {
        return now;
    }

    List<HeldItem> items() {
        return now.items();
    }

    /** Returns those whose hold has ended, the last one as the last. */
    List<Ended> ended() {
        return List.copyOf(ended.values());
    }

    /** Returns the flows of which it is not known yet how their hold ended. */
    List<Long> unknown() {
        return ended.values().stream()
                .filter(each -> each.how().isEmpty())
                .map(each -> each.item().flow())
                .toList();
    }

    /** Takes what is held now; the cursor stays at its flow. */
    void take(Interception.Queue next) {
        HeldItem at = focus();
        Map<Long, Integer> places = new HashMap<>();
        for (HeldItem item : next.items()) {
            places.put(item.flow(), places.size());
            ended.remove(item.flow());
        }
        for (HeldItem item : now.items()) {
            if (!places.containsKey(item.flow())) {
                ended.put(item.flow(), new Ended(item, ""));
            }
        }
        while (ended.size() > ENDED) {
            ended.remove(ended.keySet().iterator().next());
        }
        now = next;
        moveTo(at == null ? cursor : places.getOrDefault(at.flow(), cursor));
    }

    /** Takes how the hold of a flow ended. */
    void ended(long flow, String how) {
        ended.computeIfPresent(flow, (id, before) -> new Ended(before.item(), how));
    }

    int cursor() {
        return cursor;
    }

    void moveTo(int index) {
        cursor = Math.max(0, Math.min(index, items().size() - 1));
    }

    /** Returns the message with the cursor; null if nothing is held. */
    @Nullable
    HeldItem focus() {
        return items().isEmpty() ? null : items().get(cursor);
    }
}
