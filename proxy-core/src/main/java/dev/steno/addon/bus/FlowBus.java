package dev.steno.addon.bus;

import dev.steno.addon.FlowEvent;
import dev.steno.flow.Flow;
import dev.steno.redact.Redactor;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Delivers facts from event loops to their consumers. Immutable once constructed; any thread. */
public final class FlowBus {
    private static final Logger LOG = LoggerFactory.getLogger(FlowBus.class);

    private final Consumer<FlowEvent>[] lossless;
    private final Consumer<FlowEvent.Revision>[] revisions;
    private final LatestSubscription[] latest;
    private final @Nullable Redactor redactor;

    @SuppressWarnings({"unchecked", "rawtypes"}) // arrays of generic types: iterated for each fact
    FlowBus(
            List<Consumer<FlowEvent>> lossless,
            List<Consumer<FlowEvent.Revision>> revisions,
            List<LatestSubscription> latest) {
        this.lossless = lossless.toArray(new Consumer[0]);
        this.revisions = revisions.toArray(new Consumer[0]);
        this.latest = latest.toArray(new LatestSubscription[0]);
        this.redactor = null;
    }

    private FlowBus(FlowBus other, Consumer<FlowEvent.Revision>[] revisions, @Nullable Redactor redactor) {
        this.lossless = other.lossless;
        this.revisions = revisions;
        this.latest = other.latest;
        this.redactor = redactor;
    }

    /** A copy of this bus with one more consumer of revisions, for which no bytes are copied. */
    FlowBus with(Consumer<FlowEvent.Revision> further) {
        Consumer<FlowEvent.Revision>[] more = Arrays.copyOf(revisions, revisions.length + 1);
        more[revisions.length] = further;
        return new FlowBus(this, more, redactor);
    }

    /** A copy of this bus whose consumers get flows redacted. */
    FlowBus redactedBy(Redactor by) {
        return new FlowBus(this, revisions, by.isNone() ? null : by);
    }

    /**
     * Returns what redacts the record; null if nothing does. Flows are redacted by {@link #publish}, bodies and messages by
     * those who copy them for the record.
     */
    public @Nullable Redactor redactor() {
        return redactor;
    }

    private static FlowEvent redacted(FlowEvent event, Redactor by) {
        if (!(event instanceof FlowEvent.Revision revision)) {
            return event;
        }
        Flow flow = revision.flow();
        Flow next = by.redact(flow);
        if (next == flow) {
            return event;
        }
        if (event instanceof FlowEvent.Opened) {
            return new FlowEvent.Opened(next);
        }
        if (event instanceof FlowEvent.Closed) {
            return new FlowEvent.Closed(next);
        }
        return event instanceof FlowEvent.Changed
                ? new FlowEvent.Changed(next)
                : event; // the others are of the session
    }

    /**
     * Publishes a fact, on the caller's thread. Facts about one flow are published by one thread at a time. If a
     * consumer throws, the exception is logged; the exchange continues and other consumers get the fact.
     */
    public void publish(FlowEvent told) {
        FlowEvent event = redactor == null ? told : redacted(told, redactor);
        deliverTo(lossless, event);
        if (event instanceof FlowEvent.Revision revision) {
            deliverTo(revisions, revision);
            for (LatestSubscription subscription : latest) {
                subscription.offer(revision.flow());
            }
        }
    }

    private static <E extends FlowEvent> void deliverTo(Consumer<E>[] consumers, E event) {
        for (Consumer<E> consumer : consumers) {
            try {
                consumer.accept(event);
            } catch (RuntimeException e) {
                LOG.error("a consumer of facts failed on {}", event.getClass().getSimpleName(), e);
            }
        }
    }

    /**
     * Whether there is a consumer of the bytes of bodies and messages; without one, bytes are counted and not copied.
     */
    public boolean isRecorded() {
        return lossless.length > 0;
    }

    void close() {
        for (LatestSubscription subscription : latest) {
            subscription.close();
        }
    }
}
