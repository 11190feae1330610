package dev.steno.stats;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/**
 * A question about some flows, with what was counted so far, so that a later answer reads only the flows that came
 * since. Confined to the statistics thread.
 *
 * @param <R> the answer
 */
final class Standing<R> {
    /** After this time everything is counted anew, since the marks of flows may have changed. */
    private static final long RENEWED_NANOS = 60_000_000_000L;

    private final FlowScope scope;
    private final Question<R> question;
    private Tally<R> tally;

    /** The flows that are counted and have ended. */
    private Roaring64Bitmap counted = new Roaring64Bitmap();

    private Roaring64Bitmap missing = new Roaring64Bitmap();

    /** Whether {@link #missing} is all that the pass reads, so that no flow needs to be looked up. */
    private boolean all;

    private @Nullable R answer;
    private long version;
    private long renewed;
    private long asked;
    private long answered;
    private long took;

    Standing(FlowScope scope, Question<R> question) {
        this.scope = scope;
        this.question = question;
        this.tally = question.tally().get();
    }

    FlowScope scope() {
        return scope;
    }

    Tally<R> tally() {
        return tally;
    }

    /** Returns the last answer. */
    R answer() {
        return Objects.requireNonNull(answer);
    }

    /** Notes that it is asked now, as {@link System#nanoTime}. */
    void touch(long now) {
        asked = now;
    }

    /** Returns when it was asked last. */
    long asked() {
        return asked;
    }

    /**
     * Whether the last answer still stands: nothing was committed since, or it is young for what it cost.
     *
     * @param pause how many times as long as it took an answer stands at least
     */
    boolean isFresh(long currentVersion, long now, int pause) {
        return answer != null && (version == currentVersion || now - answered < pause * took);
    }

    /** Begins a pass; {@link #missing} are the flows to be read. */
    void begin(Roaring64Bitmap selected, long now) {
        Roaring64Bitmap gone = counted.clone();
        gone.andNot(selected);
        if (answer == null || !gone.isEmpty() || !tally.isAdditive() || now - renewed > RENEWED_NANOS) {
            reset();
            renewed = now;
        }
        missing = selected.clone();
        missing.andNot(counted);
    }

    /** Returns the flows that this pass reads. */
    Roaring64Bitmap missing() {
        return missing;
    }

    /** Tells what the pass reads for all its questions. */
    void shareWith(Roaring64Bitmap everything) {
        all = everything.getLongCardinality() == missing.getLongCardinality();
    }

    /** Whether this pass reads a flow. */
    boolean wants(long flow) {
        return all || missing.contains(flow);
    }

    /** Forgets everything, after a pass that did not come to its end. */
    void reset() {
        tally = question.tally().get();
        counted = new Roaring64Bitmap();
        answer = null;
    }

    /** Keeps the answer about what is added now. */
    void keepAnswer(long currentVersion, long begun) {
        answer = tally.result();
        version = currentVersion;
        answered = System.nanoTime();
        took = answered - begun;
    }

    /** Ends a pass: these of the missing flows have ended and stay counted. */
    void finish(Roaring64Bitmap ended) {
        missing.and(ended);
        counted.or(missing);
        missing = new Roaring64Bitmap();
    }
}
