package dev.steno.addon.bus;

import dev.steno.addon.FlowEvent;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries facts from the event loops to those who asked for them. Immutable once built; any thread. */
public final class FlowBus {
    private static final Logger LOG = LoggerFactory.getLogger(FlowBus.class);

    private final Consumer<FlowEvent>[] lossless;
    private final Consumer<FlowEvent.Revision>[] revisions;
    private final LatestSubscription[] latest;

    @SuppressWarnings({"unchecked", "rawtypes"}) // arrays of generics: walked once for each fact
    FlowBus(
            List<Consumer<FlowEvent>> lossless,
            List<Consumer<FlowEvent.Revision>> revisions,
            List<LatestSubscription> latest) {
        this.lossless = lossless.toArray(new Consumer[0]);
        this.revisions = revisions.toArray(new Consumer[0]);
        this.latest = latest.toArray(new LatestSubscription[0]);
    }

    /**
     * Tells a fact. Facts about one flow come from one thread at a time. A consumer that throws is logged and passed
     * over: the exchange that publishes goes on, and others are told.
     */
    public void publish(FlowEvent event) {
        tell(lossless, event);
        if (event instanceof FlowEvent.Revision revision) {
            tell(revisions, revision);
            for (LatestSubscription subscription : latest) {
                subscription.offer(revision.flow());
            }
        }
    }

    private static <E extends FlowEvent> void tell(Consumer<E>[] consumers, E event) {
        for (Consumer<E> consumer : consumers) {
            try {
                consumer.accept(event);
            } catch (RuntimeException e) {
                LOG.error("a consumer of facts failed at {}", event.getClass().getSimpleName(), e);
            }
        }
    }

    /** Whether the bytes of bodies and messages would be kept by anyone; else they are counted and not copied. */
    public boolean isRecorded() {
        return lossless.length > 0;
    }

    void close() {
        for (LatestSubscription subscription : latest) {
            subscription.close();
        }
    }
}
