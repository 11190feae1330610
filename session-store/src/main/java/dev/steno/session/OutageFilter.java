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
 * Keeps facts from the record while it cannot be written and the traffic passes all the same, in such a way that the
 * record stays sound and truthful: a flow that began meanwhile is left out for good; of one that was under way, the
 * bodies and messages end at the first piece that was left out, and its last revision says so. Any thread; facts of one
 * flow come from one thread at a time.
 */
final class OutageFilter {
    private final Roaring64Bitmap skipped = new Roaring64Bitmap(); // guards itself
    private final Map<Long, Long> cutBodies = new ConcurrentHashMap<>();
    private final Map<Long, Long> cutStreams = new ConcurrentHashMap<>();
    private final AtomicLong flows = new AtomicLong();
    private volatile boolean active;
    private volatile boolean used;

    void begin() {
        used = true;
        active = true;
    }

    void end() {
        active = false;
    }

    /** Leaves a piece out that cannot be written whatever is tried: its body ends there. */
    void cut(FlowEvent.BodyChunk chunk) {
        used = true;
        cutBodies.merge(chunk.body(), chunk.offset(), Math::min);
    }

    /** Leaves a message out that cannot be written: those of its flow end there. */
    void cut(Message message) {
        used = true;
        cutStreams.merge(message.flow(), message.sequence(), Math::min);
    }

    /** The flow, which may have been accepted before a piece of it was cut, as it can be kept. */
    Flow kept(Flow flow) {
        return used && isCut(flow) ? truthful(flow) : flow;
    }

    private Flow truthful(Flow flow) {
        return flow instanceof HttpFlow http ? truthful(http) : truthful((TcpFlow) flow);
    }

    /** How many flows were left out, wholly or in part. */
    long flows() {
        return flows.get();
    }

    /** The fact as it can be kept; null where it cannot. */
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
                    cutBodies.put(body.id(), 0L); // for the pieces that are still to come
                }
            }
            return null;
        }
        if (active && !ended) {
            return null; // its last revision says it all
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
                flow.notes());
    }
}
