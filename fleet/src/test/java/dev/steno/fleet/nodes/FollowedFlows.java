package dev.steno.fleet.nodes;

import dev.steno.addon.FlowEvent;
import dev.steno.fleet.read.SharedFeed;
import dev.steno.fleet.server.ServerUrl;
import dev.steno.store.SessionException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What a reader is told that follows a shared store, as {@code steno tail} does. Any thread. */
final class FollowedFlows implements AutoCloseable {
    private final SharedFeed feed;
    private final Map<Long, Integer> revisions = new ConcurrentHashMap<>();

    FollowedFlows(String url) throws SessionException {
        feed = new SharedFeed(ServerUrl.parse(url), false);
        feed.follow(this::told);
        feed.start(SharedFeed.INTERVAL);
    }

    private void told(FlowEvent event) {
        if (event instanceof FlowEvent.Revision told) {
            revisions.merge(told.flow().id(), told.flow().revision(), Math::max);
        }
    }

    /** The highest revision that was told of a flow; 0 if none was. */
    int revision(long flow) {
        return revisions.getOrDefault(flow, 0);
    }

    @Override
    public void close() {
        feed.close();
    }
}
