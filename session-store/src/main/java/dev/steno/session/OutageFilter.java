package dev.steno.session;

import dev.steno.addon.FlowEvent;
import dev.steno.flow.Body;
import dev.steno.flow.Flow;
import dev.steno.flow.FlowState;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.Message;
import dev.steno.flow.TcpFlow;
import dev.steno.flow.WebSocket;
import dev.steno.store.Facts;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/**
 * Drops facts during an outage in which the traffic passes, in a way that keeps the record consistent. A flow that
 * begins during the outage is dropped completely. If a flow was already open, its bodies and messages end at the first
 * part that was dropped, and its last revision states the reduced sizes.
 *
 * <p>Any thread; facts of one flow come from one thread at a time.
 */
final class OutageFilter {
    private final Roaring64Bitmap skipped = new Roaring64Bitmap(); // guarded by itself
    private final Map<Long, Long> cutBodies = new ConcurrentHashMap<>();
    private final Map<Long, Long> cutStreams = new ConcurrentHashMap<>();
    private final AtomicLong flows = new AtomicLong();
    private volatile boolean active;
    private volatile boolean used;

    void startDropping() {
        used = true;
        active = true;
    }

    void stopDropping() {
        active = false;
    }

    /** Ends a body before a chunk that the store cannot write. */
    void cut(FlowEvent.BodyChunk chunk) {
        used = true;
        cutBodies.merge(chunk.body(), chunk.offset(), Math::min);
    }

    /** Ends a flow's messages before one that the store cannot write. */
    void cut(Message message) {
        used = true;
        cutStreams.merge(message.flow(), message.sequence(), Math::min);
    }

    /**
     * Returns a flow reduced to what is recorded. Needed for a flow that was accepted before one of its parts was cut.
     */
    Flow kept(Flow flow) {
        return used && isCut(flow) ? truthful(flow) : flow;
    }

    private Flow truthful(Flow flow) {
        return flow instanceof HttpFlow http ? truthful(http) : truthful((TcpFlow) flow);
    }

    /** Returns the number of flows that were dropped, wholly or in part. */
    long flows() {
        return flows.get();
    }

    /** Returns the fact reduced to what can be recorded; null if it cannot be recorded. */
    @Nullable
    FlowEvent keepable(FlowEvent event) {
        if (!used) {
            return event;
        }
        if (event instanceof FlowEvent.BodyChunk chunk) {
            return keeps(chunk) ? event : null;
        }
        if (event instanceof FlowEvent.MessageSeen seen) {
            return keeps(seen.message()) ? event : null;
        }
        return event instanceof FlowEvent.Revision revision ? keepable(revision) : event;
    }

    private boolean keeps(FlowEvent.BodyChunk chunk) {
        if (active) {
            cutBodies.putIfAbsent(chunk.body(), chunk.offset());
            return false;
        }
        return !cutBodies.containsKey(chunk.body());
    }

    private boolean keeps(Message message) {
        if (isSkipped(message.flow())) {
            return false;
        }
        if (active) {
            cutStreams.putIfAbsent(message.flow(), message.sequence());
            return false;
        }
        return !cutStreams.containsKey(message.flow());
    }

    private FlowEvent.@Nullable Revision keepable(FlowEvent.Revision revision) {
        Flow flow = revision.flow();
        if (active && revision instanceof FlowEvent.Opened) {
            synchronized (skipped) {
                skipped.addLong(flow.id());
            }
            flows.incrementAndGet();
        }
        boolean ended = flow.state() != FlowState.OPEN;
        if (isSkipped(flow.id())) {
            for (Body.Stored body : Facts.storedBodies(flow)) {
                if (ended) {
                    cutBodies.remove(body.id());
                } else {
                    cutBodies.put(body.id(), 0L); // for chunks that arrive later
                }
            }
            return null;
        }
        if (active && !ended) {
            return null; // the last revision contains everything
        }
        boolean cut = isCut(flow);
        Flow truthful = cut ? truthful(flow) : flow;
        if (ended) {
            Facts.storedBodies(flow).forEach(body -> cutBodies.remove(body.id()));
            cutStreams.remove(flow.id());
            if (cut) {
                flows.incrementAndGet();
            }
        }
        if (!cut) {
            return revision;
        }
        return ended ? new FlowEvent.Closed(truthful) : new FlowEvent.Changed(truthful);
    }

    private boolean isSkipped(long flow) {
        synchronized (skipped) {
            return skipped.contains(flow);
        }
    }

    private boolean isCut(Flow flow) {
        return cutStreams.containsKey(flow.id())
                || Facts.storedBodies(flow).stream().anyMatch(body -> cutBodies.containsKey(body.id()));
    }

    private HttpFlow truthful(HttpFlow flow) {
        HttpFlow original = flow.original();
        HttpResponse response = flow.response();
        WebSocket webSocket = flow.webSocket();
        return new HttpFlow(
                flow.id(),
                flow.revision(),
                flow.state(),
                flow.started(),
                flow.duration(),
                flow.client(),
                flow.server(),
                flow.request().withBody(truthful(flow.request().body())),
                response == null ? null : response.withBody(truthful(response.body())),
                flow.interim(),
                flow.error(),
                flow.notes(),
                webSocket == null ? null : truthful(webSocket, flow.id()),
                flow.holds(),
                original == null ? null : truthful(original));
    }

    private WebSocket truthful(WebSocket webSocket, long flow) {
        Long messages = cutStreams.get(flow);
        return messages == null || messages >= webSocket.messages() ? webSocket : webSocket.withMessages(messages);
    }

    private Body truthful(Body body) {
        Long size = body instanceof Body.Stored stored ? cutBodies.get(stored.id()) : null;
        return size != null && body instanceof Body.Stored stored && stored.size() > size
                ? new Body.Stored(stored.id(), size, stored.trueSize(), stored.complete())
                : body;
    }

    private TcpFlow truthful(TcpFlow flow) {
        Long messages = cutStreams.get(flow.id());
        if (messages == null || messages >= flow.messages()) {
            return flow;
        }
        return new TcpFlow(
                flow.id(),
                flow.revision(),
                flow.state(),
                flow.started(),
                flow.duration(),
                flow.client(),
                flow.server(),
                flow.target(),
                flow.protocol(),
                flow.sentByClient(),
                flow.sentByServer(),
                messages,
                flow.parent(),
                flow.error(),
                flow.notes(),
                flow.holds());
    }
}
