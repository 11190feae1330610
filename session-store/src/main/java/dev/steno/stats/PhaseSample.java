package dev.steno.stats;

import dev.steno.flow.Flow;
import dev.steno.store.SessionException;
import dev.steno.store.SessionReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.ToLongFunction;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/**
 * How the durations of a part of flows are spread, such as of connecting. These are no columns, so it decodes flows: a
 * sample, spread evenly over the selection. For the statistics thread.
 *
 * @param spread of the sample
 * @param selected how many flows the sample is from
 */
public record PhaseSample(DurationSpread.Answer spread, long selected) {
    /** The highest number of flows that are decoded. */
    public static final int FLOWS = 5_000;

    private static final int PAGE = 250;

    private static final Map<String, ToLongFunction<Flow>> PARTS = Map.of(
            "ttfb", FlowPhase::firstByte,
            "connect", FlowPhase.CONNECT::duration,
            "tls", FlowPhase.TLS::duration,
            "send", FlowPhase.SEND::duration,
            "wait", FlowPhase.WAIT::duration,
            "receive", FlowPhase.RECEIVE::duration);

    /** Returns what was counted of all selected flows. */
    public static PhaseSample ofAll(DurationSpread.Answer spread) {
        return new PhaseSample(spread, spread.of());
    }

    /** Returns how a part is measured: {@code ttfb}, or the name of a {@link FlowPhase}. Empty if there is none. */
    public static Optional<ToLongFunction<Flow>> part(String name) {
        return Optional.ofNullable(PARTS.get(name));
    }

    /**
     * Measures a part.
     *
     * @param part returns nanoseconds, negative if a flow lacks the part
     */
    public static PhaseSample read(
            SessionReader reader, FlowScope scope, ToLongFunction<Flow> part, BooleanSupplier cancelled)
            throws SessionException {
        Roaring64Bitmap selected = scope.flows().find(reader, cancelled);
        long size = selected.getLongCardinality();
        long count = Math.min(size, FLOWS);
        LogHistogram histogram = new LogHistogram();
        long looked = 0;
        for (long from = 0; from < count; from += PAGE) {
            if (cancelled.getAsBoolean()) {
                throw new CancellationException();
            }
            List<Long> ids = new ArrayList<>(PAGE);
            for (long i = from; i < Math.min(from + PAGE, count); i++) {
                ids.add(selected.select(i * size / count));
            }
            for (Flow flow : reader.flows(ids)) {
                if (flow.started() >= scope.from() && flow.started() < scope.to()) {
                    looked++;
                    long duration = part.applyAsLong(flow);
                    if (duration >= 0) {
                        histogram.add(duration, 1);
                    }
                }
            }
        }
        return new PhaseSample(DurationSpread.Answer.of(histogram, looked), size);
    }
}
