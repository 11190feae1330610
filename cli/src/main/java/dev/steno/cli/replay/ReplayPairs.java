package dev.steno.cli.replay;

import dev.steno.flow.Flow;
import dev.steno.replay.run.RecordRun;
import java.util.Arrays;

/** The numbers of recorded flows and of those that were sent again, 16 bytes a pair. For one thread. */
final class ReplayPairs implements RecordRun.Listener {
    private final boolean wanted;
    private long[] recorded = new long[64];
    private long[] answered = new long[64];
    private int size;

    /** @param wanted whether they are kept */
    ReplayPairs(boolean wanted) {
        this.wanted = wanted;
    }

    @Override
    public void ended(Flow before, Flow after) {
        if (!wanted) {
            return;
        }
        if (size == recorded.length) {
            recorded = Arrays.copyOf(recorded, 2 * size);
            answered = Arrays.copyOf(answered, 2 * size);
        }
        recorded[size] = before.id();
        answered[size++] = after.id();
    }

    long[] recorded() {
        return Arrays.copyOf(recorded, size);
    }

    long[] answered() {
        return Arrays.copyOf(answered, size);
    }
}
