package dev.steno.view.index;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;

/**
 * Sorts any number of flows by key, using little more memory than the result: sorts short runs, and merges runs of
 * similar length. For one thread.
 */
public final class KeySorter {
    private static final int RUN = 1 << 14;

    private final List<KeyRun.Entry> next = new ArrayList<>();
    private final Deque<KeyRun> runs = new ArrayDeque<>();

    public void addFlow(long flow, byte[] key) {
        next.add(new KeyRun.Entry(key, flow));
        if (next.size() == RUN) {
            endRun();
        }
    }

    private void endRun() {
        Collections.sort(next);
        KeyRun run = KeyRun.of(next);
        next.clear();
        while (!runs.isEmpty() && runs.peek().size() <= run.size()) {
            run = KeyRun.merge(runs.pop(), run);
        }
        runs.push(run);
    }

    /** Returns all entries that were added, in order. */
    public KeyRun toRun() {
        Collections.sort(next);
        KeyRun run = KeyRun.of(next);
        next.clear();
        while (!runs.isEmpty()) {
            run = KeyRun.merge(runs.pop(), run);
        }
        return run;
    }
}
