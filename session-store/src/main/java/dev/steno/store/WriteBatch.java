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
 * The contents of one transaction. Contains only the newest revision of each flow, so a flow that opens and closes
 * within one commit window is written once. For the writer thread.
 */
public final class WriteBatch {
    private final Roaring64Bitmap deletedBefore;
    private final Map<Long, Flow> flows = new LinkedHashMap<>();
    private final List<FlowEvent.BodyChunk> chunks = new ArrayList<>();
    private final List<Message> messages = new ArrayList<>();
    private final Set<Long> deleted = new LinkedHashSet<>();
    private final Set<Long> droppedBodies = new LinkedHashSet<>();
    private final Set<Long> emptied = new LinkedHashSet<>();
    private final List<FlowEvent.Edited> edits = new ArrayList<>();
    private final Map<Long, Throwable> rejected = new LinkedHashMap<>();

    /**
     * @param deletedBefore numbers of flows that were deleted while they were open; their later revisions are dropped.
     *     The batch adds to it
     */
    public WriteBatch(Roaring64Bitmap deletedBefore) {
        this.deletedBefore = deletedBefore;
    }

    /** Creates a batch of these facts, in this order. */
    public static WriteBatch of(FlowEvent... events) {
        WriteBatch batch = new WriteBatch(new Roaring64Bitmap());
        for (FlowEvent event : events) {
            batch.addFact(event);
        }
        return batch;
    }

    public void addFact(FlowEvent event) {
        if (event instanceof FlowEvent.BodyChunk chunk) {
            chunks.add(chunk);
        } else if (event instanceof FlowEvent.MessageSeen seen) {
            if (!deletedBefore.contains(seen.message().flow())) {
                messages.add(seen.message());
            }
        } else if (event instanceof FlowEvent.Deleted gone) {
            delete(gone.flow());
        } else if (event instanceof FlowEvent.Revision revision) {
            addRevision(revision);
        }
    }

    private void addRevision(FlowEvent.Revision revision) {
        Flow flow = revision.flow();
        if (deletedBefore.contains(flow.id())) {
            deleted.add(flow.id());
            drop(flow);
            return;
        }
        flows.merge(flow.id(), flow, Flow::newer);
        if (revision instanceof FlowEvent.Edited edited) {
            edits.add(edited);
        } else if (revision instanceof FlowEvent.BodiesRemoved) {
            emptied.add(flow.id());
        }
    }

    private void drop(Flow flow) {
        Facts.storedBodies(flow).forEach(body -> droppedBodies.add(body.id()));
    }

    private void delete(long id) {
        deletedBefore.addLong(id);
        deleted.add(id);
        Flow waiting = flows.remove(id);
        if (waiting != null) {
            drop(waiting);
        }
        edits(id).forEach(edit -> drop(edit.before()));
        edits.removeIf(edit -> edit.flow().id() == id);
        messages.removeIf(message -> message.flow() == id);
    }

    /** Returns the newest revision of each flow, in the order of their first facts. */
    public Collection<Flow> flows() {
        return flows.values();
    }

    /** Returns the edits of a flow, in order; they are written with its newest revision. */
    public List<FlowEvent.Edited> edits(long flow) {
        return edits.isEmpty()
                ? List.of()
                : edits.stream().filter(edit -> edit.flow().id() == flow).toList();
    }

    /** Whether the bodies of a flow are to be removed, also those of its earlier revisions. */
    public boolean isEmptied(long flow) {
        return !emptied.isEmpty() && emptied.contains(flow);
    }

    /** Returns the chunks of bodies, in order. */
    public List<FlowEvent.BodyChunk> chunks() {
        return chunks;
    }

    /** Returns the messages of raw streams and WebSockets, in order. */
    public List<Message> messages() {
        return messages;
    }

    /** Returns the flows to remove with all rows that belong to them, after everything else is written. */
    public Set<Long> deleted() {
        return deleted;
    }

    /** Returns the bodies to remove because their flow was deleted, after everything else is written. */
    public Set<Long> droppedBodies() {
        return droppedBodies;
    }

    /** Records that the store could not encode a flow. */
    public void reject(long flow, Throwable cause) {
        rejected.put(flow, cause);
    }

    /** Returns the flows that could not be encoded, each with the cause. */
    public Map<Long, Throwable> rejected() {
        return rejected;
    }

    /**
     * Splits the batch into batches of one item each, for a store that cannot write the whole batch: chunks and
     * messages before the flows that refer to them, removals last.
     */
    public List<WriteBatch> singles() {
        List<WriteBatch> singles = new ArrayList<>();
        chunks.forEach(chunk -> single(singles).chunks.add(chunk));
        messages.forEach(message -> single(singles).messages.add(message));
        flows.forEach((id, flow) -> {
            WriteBatch single = single(singles);
            single.flows.put(id, flow);
            single.edits.addAll(edits(id));
            if (emptied.contains(id)) {
                single.emptied.add(id);
            }
        });
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

    /** Replaces each flow by the function's result. */
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
