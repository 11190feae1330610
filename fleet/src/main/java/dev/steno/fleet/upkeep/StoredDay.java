package dev.steno.fleet.upkeep;

import java.time.LocalDate;
import java.util.concurrent.TimeUnit;

/**
 * The tables of one day of a shared store. Immutable.
 *
 * @param day in UTC
 * @param bytes of all its tables with their indices
 * @param bodyBytes of these, those of bodies beyond 16 KiB; 0 if they were removed
 */
public record StoredDay(LocalDate day, long bytes, long bodyBytes) {
    private static final long NANOS = TimeUnit.DAYS.toNanos(1);

    /** When it begins, in nanoseconds since 1970. */
    long from() {
        return day.toEpochDay() * NANOS;
    }

    /** When the next day begins, in nanoseconds since 1970. */
    long end() {
        return from() + NANOS;
    }
}
