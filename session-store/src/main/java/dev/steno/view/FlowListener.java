package dev.steno.view;

import dev.steno.flow.Flow;
import java.util.Collection;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/**
 * Receives the changes of a session's flows, whether a view shows them or not, at most fifty times a second. Runs on the
 * view thread, so it must not block.
 */
@FunctionalInterface
public interface FlowListener {
    /**
     * Receives the changes since the call before.
     *
     * @param changed the newest revisions; must not be modified
     * @param deleted the flows that were removed; must not be modified
     * @param behind whether further flows changed that are not listed, since they were too many
     */
    void changed(Collection<Flow> changed, Roaring64Bitmap deleted, boolean behind);
}
