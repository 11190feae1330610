package dev.steno.completion;

import dev.steno.filter.Filter;
import dev.steno.stats.FlowScope;
import dev.steno.stats.Question;
import dev.steno.stats.Statistics;
import dev.steno.stats.ValueCounts;
import dev.steno.stats.ValueCounts.Value;
import dev.steno.store.Place;
import dev.steno.store.SessionException;
import dev.steno.store.SessionReader;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/**
 * The values that occur in the session. They are read again if they are older than five seconds when they are asked
 * for; the answer is then from those known so far. The first answer is from the newest flows. Any thread but an event
 * loop.
 */
final class SessionValues {
    private static final long STALE_NANOS = 5_000_000_000L;

    /** How long the first answer may wait. */
    private static final long FIRST_MILLIS = 40;

    private static final int NEWEST = 5_000;

    private final Statistics statistics;
    private final Question<List<List<Value>>> question =
            new Question<>("values", () -> new ValueCounts(ValueKind.groupings()));

    private volatile Map<ValueKind, List<Value>> known = Map.of();

    // Guarded by this.
    private @Nullable CompletableFuture<?> reading;
    private boolean begun;
    private long read;

    SessionValues(Statistics statistics) {
        this.statistics = statistics;
    }

    /** Returns values that contain a text, ignoring case: those that begin with it first, then the most frequent. */
    List<Value> find(ValueKind kind, String part, int most) {
        await(refresh());
        String lower = part.toLowerCase(Locale.ROOT);
        List<Value> prefixed = new ArrayList<>();
        List<Value> containing = new ArrayList<>();
        for (Value value : known.getOrDefault(kind, List.of())) {
            int at = value.text().toLowerCase(Locale.ROOT).indexOf(lower);
            if (at == 0 && prefixed.size() < most) {
                prefixed.add(value);
            } else if (at > 0 && containing.size() < most) {
                containing.add(value);
            }
            if (prefixed.size() == most) {
                break;
            }
        }
        prefixed.addAll(containing.subList(0, Math.min(containing.size(), most - prefixed.size())));
        return prefixed;
    }

    /** Begins to read if it is time; returns what the first answer waits for, else null. */
    private synchronized @Nullable CompletableFuture<?> refresh() {
        CompletableFuture<?> current = reading;
        boolean first = !begun;
        if ((current == null || current.isDone()) && (first || System.nanoTime() - read > STALE_NANOS)) {
            begun = true;
            try {
                CompletableFuture<?> newest = null;
                if (first) {
                    newest = statistics
                            .answerLater(FlowScope.of("newest flows", SessionValues::newest), question)
                            .thenAccept(this::replace);
                }
                reading = statistics
                        .answerLater(FlowScope.of(Filter.ALL), question)
                        .thenAccept(this::replace)
                        .thenCombine(
                                statistics.readLater(HeaderNames::read).thenAccept(this::replaceHeaders), (a, b) -> a)
                        .whenComplete((done, failure) -> finish());
                return newest;
            } catch (Statistics.BusyException | CancellationException e) {
                return null; // the values known so far are good enough
            }
        }
        return null;
    }

    private synchronized void finish() {
        read = System.nanoTime();
    }

    private static Roaring64Bitmap newest(SessionReader reader, BooleanSupplier cancelled) throws SessionException {
        Roaring64Bitmap newest = new Roaring64Bitmap();
        reader.ids(Place.START, NEWEST, true).forEach(newest::addLong);
        return newest;
    }

    private synchronized void replace(List<List<Value>> values) {
        Map<ValueKind, List<Value>> next = new EnumMap<>(ValueKind.class);
        next.putAll(known);
        List<ValueKind> kinds = ValueKind.columns();
        for (int i = 0; i < kinds.size(); i++) {
            next.put(kinds.get(i), values.get(i));
        }
        known = next;
    }

    private synchronized void replaceHeaders(List<Value> names) {
        Map<ValueKind, List<Value>> next = new EnumMap<>(ValueKind.class);
        next.putAll(known);
        next.put(ValueKind.HEADER, names);
        known = next;
    }

    private static void await(@Nullable CompletableFuture<?> newest) {
        if (newest == null) {
            return;
        }
        try {
            newest.get(FIRST_MILLIS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException | CancellationException e) {
            // the next completion has them
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
