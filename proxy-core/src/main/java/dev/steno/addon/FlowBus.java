package dev.steno.addon;

import dev.steno.flow.Flow;
import java.util.List;
import java.util.function.Consumer;

/** Carries facts from the event loops to those who asked for them. Immutable once built; any thread. */
public final class FlowBus {
    private final Consumer<FlowEvent>[] lossless;
    private final LatestSubscription[] latest;

    @SuppressWarnings({"unchecked", "rawtypes"}) // arrays of generics: walked once for each fact
    FlowBus(List<Consumer<FlowEvent>> lossless, List<LatestSubscription> latest) {
        this.lossless = lossless.toArray(new Consumer[0]);
        this.latest = latest.toArray(new LatestSubscription[0]);
    }

    /** Tells a fact. Facts about one flow come from one thread at a time. */
    public void publish(FlowEvent event) {
        for (Consumer<FlowEvent> consumer : lossless) {
            consumer.accept(event);
        }
        if (latest.length > 0) {
            Flow flow = event instanceof FlowEvent.Opened opened
                    ? opened.flow()
                    : event instanceof FlowEvent.Changed changed
                            ? changed.flow()
                            : event instanceof FlowEvent.Closed closed ? closed.flow() : null;
            if (flow != null) {
                for (LatestSubscription subscription : latest) {
                    subscription.offer(flow);
                }
            }
        }
    }

    /** Whether a body's bytes would be kept by anyone. */
    public boolean isRecorded() {
        return lossless.length > 0;
    }

    void close() {
        for (LatestSubscription subscription : latest) {
            subscription.close();
        }
    }
}
