package dev.steno.fleet.upkeep;

import dev.steno.session.KeepLimits;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which days lose their bodies and which are removed, so that limits are met. The oldest are first, and bodies go before flows.
 * The present day stays. Immutable.
 *
 * @param withoutBodies the days of which only the bodies are removed
 * @param removed the days that are removed, with their bodies
 * @param bytes of all tables once that is done, without the marked flows that stay
 */
public record RetentionPlan(List<StoredDay> withoutBodies, List<StoredDay> removed, long bytes) {
    public RetentionPlan {
        withoutBodies = List.copyOf(withoutBodies);
        removed = List.copyOf(removed);
    }

    /**
     * Makes a plan.
     *
     * @param days in order
     * @param others bytes of the tables that belong to no day
     */
    static RetentionPlan of(List<StoredDay> days, long others, KeepLimits limits, Instant now) {
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        List<StoredDay> removable =
                days.stream().filter(day -> day.day().isBefore(today)).toList();
        long bytes = others + days.stream().mapToLong(StoredDay::bytes).sum();
        List<StoredDay> removed = new ArrayList<>();
        for (StoredDay day : removable) {
            if (isPast(day, limits.age(), now)) {
                removed.add(day);
                bytes -= day.bytes();
            }
        }
        List<StoredDay> left = new ArrayList<>(removable.subList(removed.size(), removable.size()));
        List<StoredDay> withoutBodies = new ArrayList<>();
        for (StoredDay day : left) {
            if (bytes > limits.bytes() && day.bodyBytes() > 0) {
                withoutBodies.add(day);
                bytes -= day.bodyBytes();
            }
        }
        for (StoredDay day : left) {
            if (bytes > limits.bytes()) {
                bytes -= withoutBodies.remove(day) ? day.bytes() - day.bodyBytes() : day.bytes();
                removed.add(day);
            }
        }
        return new RetentionPlan(withoutBodies, removed, bytes);
    }

    /** A day is past once its last flow is older than the limit. */
    private static boolean isPast(StoredDay day, @Nullable Duration age, Instant now) {
        Instant end = day.day().plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
        return age != null && Duration.between(end, now).compareTo(age) >= 0;
    }
}
