package dev.steno.page;

import dev.steno.addon.FlowEvent;
import dev.steno.view.FlowSource;
import java.util.function.Consumer;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/**
 * The flows of a session that have ended and were not taken yet. Facts arrive on event loops; the flows are taken on
 * a thread that may block. However slow that is, a waiting flow takes a bit or two, since only its number is held.
 */
public final class EndedFlows implements AutoCloseable {
    private final FlowSource source;
    private final Consumer<FlowEvent> follower = this::accept;
    private Roaring64Bitmap ended = new Roaring64Bitmap(); // guarded by this
    private boolean open = true; // guarded by this

    /** Begins to follow a session. */
    public EndedFlows(FlowSource source) {
        this.source = source;
        source.follow(follower);
    }

    private synchronized void accept(FlowEvent event) {
        if (event instanceof FlowEvent.Closed closed) {
            ended.addLong(closed.flow().id());
            notifyAll();
        }
    }

    /** Waits for flows that have ended, and returns their numbers; none if the time is over. */
    public synchronized Roaring64Bitmap take(long millis) throws InterruptedException {
        if (open && ended.isEmpty()) {
            wait(millis);
        }
        Roaring64Bitmap taken = ended;
        ended = new Roaring64Bitmap();
        return taken;
    }

    @Override
    public synchronized void close() {
        open = false;
        source.unfollow(follower);
        notifyAll();
    }
}
