package dev.steno.tui.data;

import dev.steno.stats.Statistics;
import org.jspecify.annotations.Nullable;

/** The statistics of a session, which are created when the first screen asks for them. Any thread. */
final class SharedStatistics implements AutoCloseable {
    private final Statistics.Opener opener;
    private @Nullable Statistics statistics; // guarded by this

    SharedStatistics(Statistics.Opener opener) {
        this.opener = opener;
    }

    synchronized Statistics get() {
        Statistics created = statistics;
        if (created == null) {
            created = new Statistics(opener);
            statistics = created;
        }
        return created;
    }

    @Override
    public synchronized void close() {
        Statistics created = statistics;
        if (created != null) {
            created.close();
        }
    }
}
