package dev.steno.store;

import dev.steno.addon.FlowEvent;
import dev.steno.flow.Flow;
import dev.steno.flow.Message;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/**
 * What one transaction writes: of each flow the newest revision alone, so that a flow which opened and closed within one
 * commit window is written once. For the writer thread.
 */
public final class WriteBatch {
    private final Roaring64Bitmap deletedBefore;
    private final Map<Long, Flow> flows = new LinkedHashMap<>();
    private final List<FlowEvent.BodyChunk> chunks = new ArrayList<>();
    private final List<Message> messages = new ArrayList<>();
    private final Set<Long> deleted = new LinkedHashSet<>();
    private final Set<Long> droppedBodies = new LinkedHashSet<>();
    private final Map<Long, Throwable> rejected = new LinkedHashMap<>();

    /** @param deletedBefore flows that were deleted while their exchange went on; later revisions must not bring them back */
    public WriteBatch(Roaring64Bitmap deletedBefore) {
        this.deletedBefore = deletedBefore;
    }

    /** A batch of these facts, in this order. */
    public static WriteBatch of(FlowEvent... events) {
        WriteBatch batch = new WriteBatch(new Roaring64Bitmap());
        for (FlowEvent event : events) {
            batch.add(event);
        }
        return batch;
    }

    public void add(FlowEvent event) {
        if (event instanceof FlowEvent.BodyChunk chunk) {
            chunks.add(chunk);
        } else if (event instanceof FlowEvent.MessageSeen seen) {
            if (!deletedBefore.contains(seen.message().flow())) {
                messages.add(seen.message());
            }
        } else if (event instanceof FlowEvent.Deleted gone) {
            delete(gone.flow());
        } else if (event instanceof FlowEvent.Revision revision) {
            add(revision.flow());
        }
    }

    private void add(Flow flow) {
        if (deletedBefore.contains(flow.id())) {
            deleted.add(flow.id());
            Facts.storedBodies(flow).forEach(body -> droppedBodies.add(body.id()));
            return;
        }
        flows.merge(flow.id(), flow, Flow::newer);
    }

    private void delete(long id) {
        deletedBefore.addLong(id);
        deleted.add(id);
        Flow waiting = flows.remove(id);
        if (waiting != null) {
            Facts.storedBodies(waiting).forEach(body -> droppedBodies.add(body.id()));
        }
        messages.removeIf(message -> message.flow() == id);
    }

    /** The newest revision of each flow, in the order in which the flows came. */
    public Collection<Flow> flows() {
        return flows.values();
    }

    /** Pieces of bodies, in order. */
    public List<FlowEvent.BodyChunk> chunks() {
        return chunks;
    }

    /** Pieces of raw streams, in order. */
    public List<Message> messages() {
        return messages;
    }

    /** Flows to be removed with all that belongs to them, after everything else was written. */
    public Set<Long> deleted() {
        return deleted;
    }

    /** Bodies that only a deleted flow named; removed after everything else was written. */
    public Set<Long> droppedBodies() {
        return droppedBodies;
    }

    /** Called by the store: this flow cannot be encoded. */
    public void reject(long flow, Throwable cause) {
        rejected.put(flow, cause);
    }

    /** The flows that could not be encoded, with the cause. */
    public Map<Long, Throwable> rejected() {
        return rejected;
    }

    /**
     * The same in batches of one thing each, for a store that cannot write all of it at once: pieces before the flows that name them,
     * removals last.
     */
    public List<WriteBatch> singles() {
        List<WriteBatch> singles = new ArrayList<>();
        chunks.forEach(chunk -> single(singles).chunks.add(chunk));
        messages.forEach(message -> single(singles).messages.add(message));
        flows.forEach((id, flow) -> single(singles).flows.put(id, flow));
        if (!deleted.isEmpty() || !droppedBodies.isEmpty()) {
            WriteBatch removals = single(singles);
            removals.deleted.addAll(deleted);
            removals.droppedBodies.addAll(droppedBodies);
        }
        return singles;
    }

    private WriteBatch single(List<WriteBatch> to) {
        WriteBatch single = new WriteBatch(deletedBefore);
        to.add(single);
        return single;
    }

    /** Puts in the place of each flow what becomes of it. */
    public void replaceFlows(UnaryOperator<Flow> by) {
        flows.replaceAll((id, flow) -> by.apply(flow));
    }

    public boolean isEmpty() {
        return flows.isEmpty()
                && chunks.isEmpty()
                && messages.isEmpty()
                && deleted.isEmpty()
                && droppedBodies.isEmpty();
    }
}
