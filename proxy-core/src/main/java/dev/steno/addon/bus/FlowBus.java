package dev.steno.addon.bus;

import dev.steno.addon.FlowEvent;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Delivers facts from event loops to their consumers. Immutable once constructed; any thread. */
public final class FlowBus {
    private static final Logger LOG = LoggerFactory.getLogger(FlowBus.class);

    private final Consumer<FlowEvent>[] lossless;
    private final Consumer<FlowEvent.Revision>[] revisions;
    private final LatestSubscription[] latest;

    @SuppressWarnings({"unchecked", "rawtypes"}) // arrays of generic types: iterated for each fact
    FlowBus(
            List<Consumer<FlowEvent>> lossless,
            List<Consumer<FlowEvent.Revision>> revisions,
            List<LatestSubscription> latest) {
        this.lossless = lossless.toArray(new Consumer[0]);
        this.revisions = revisions.toArray(new Consumer[0]);
        this.latest = latest.toArray(new LatestSubscription[0]);
    }

    private FlowBus(FlowBus other, Consumer<FlowEvent.Revision> further) {
        this.lossless = other.lossless;
        this.revisions = Arrays.copyOf(other.revisions, other.revisions.length + 1);
        this.revisions[other.revisions.length] = further;
        this.latest = other.latest;
    }

    /** A copy of this bus with one more consumer of revisions, for which no bytes are copied. */
    FlowBus with(Consumer<FlowEvent.Revision> further) {
        return new FlowBus(this, further);
    }

    /**
     * Publishes a fact, on the caller's thread. Facts about one flow are published by one thread at a time. If a
     * consumer throws, the exception is logged; the exchange continues and other consumers get the fact.
     */
    public void publish(FlowEvent event) {
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
