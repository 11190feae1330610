package dev.steno.stats;

import dev.steno.store.SessionException;
import dev.steno.store.SessionReader;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/**
 * The answers of the last minute, which are brought up to date when they are asked for again. Confined to the
 * statistics thread.
 */
final class KeptAnswers {
    /** How many answers are kept. */
    static final int MOST = 32;

    /** An answer stands for this many times as long as it took, so that the thread is idle most of the time. */
    static final int PAUSE = 4;

    private static final long KEPT_NANOS = 60_000_000_000L;

    private final int pause;

    /** By the keys of scope and question, the one last asked for at the end. */
    private final Map<List<Object>, Standing<?>> standings = new LinkedHashMap<>(16, 0.75f, true);

    /** What the pass under way answers. */
    private final List<Standing<?>> stale = new ArrayList<>();

    private long version;
    private long begun;

    /** @param pause how many times as long as it took an answer stands at least */
    KeptAnswers(int pause) {
        this.pause = pause;
    }

    /**
     * Begins to answer some questions about the same flows.
     *
     * @param currentVersion of the session, see {@link SessionReader#version}
     */
    void begin(long currentVersion, long now) {
        version = currentVersion;
        begun = now;
        stale.clear();
        Iterator<Standing<?>> oldest = standings.values().iterator();
        int surplus = standings.size() - MOST;
        while (oldest.hasNext()) {
            Standing<?> each = oldest.next();
            if (surplus > 0 || now - each.asked() > KEPT_NANOS) {
                oldest.remove();
            }
            surplus--;
        }
    }

    /** Notes that a question is to be answered. */
    <R> void want(FlowScope scope, Question<R> question) {
        Standing<?> standing = standings.computeIfAbsent(key(scope, question), key -> new Standing<>(scope, question));
        standing.touch(begun);
        if (!standing.isFresh(version, begun, pause) && !stale.contains(standing)) {
            stale.add(standing);
        }
    }

    /** Answers by one pass what was noted, unless the last answers still stand. */
    void renew(SessionReader from, BooleanSupplier cancelled, Executor ahead) throws SessionException {
        if (stale.isEmpty()) {
            return;
        }
        boolean done = false;
        try {
            Roaring64Bitmap selected = stale.get(0).scope().flows().find(from, cancelled);
            stale.forEach(standing -> standing.begin(selected, begun));
            new TallyPass(from, stale, cancelled, ahead).run(version, begun);
            done = true;
        } finally {
            if (!done) {
                stale.forEach(Standing::reset);
            }
        }
    }

    /** Returns the answer to a question that was noted. */
    @SuppressWarnings("unchecked") // equal keys have answers of the same type
    <R> R answer(FlowScope scope, Question<R> question) {
        return (R) Objects.requireNonNull(standings.get(key(scope, question))).answer();
    }

    private static List<Object> key(FlowScope scope, Question<?> question) {
        return List.of(scope.key(), question.key());
    }
}
