package dev.steno.view.index;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;

/**
 * Sorts any number of flows by their keys in little more memory than the result takes: short runs are sorted, and runs of
 * about the same length merged.
 */
public final class KeySorter {
    private static final int RUN = 1 << 14;

    private final List<KeyRun.Entry> next = new ArrayList<>();
    private final Deque<KeyRun> runs = new ArrayDeque<>();

    public void add(long flow, byte[] key) {
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

    /** Everything that was added, in its order. */
    public KeyRun end() {
        Collections.sort(next);
        KeyRun run = KeyRun.of(next);
        next.clear();
        while (!runs.isEmpty()) {
            run = KeyRun.merge(runs.pop(), run);
        }
        return run;
    }
}
