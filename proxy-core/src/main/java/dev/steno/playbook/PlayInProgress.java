package dev.steno.playbook;

import dev.steno.addon.FlowInFlight;
import dev.steno.addon.FlowsInFlight;
import dev.steno.flow.HttpFlow;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** An exchange whose client waits for its response. Used by the thread of the test. */
public final class PlayInProgress {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final CompletableFuture<Played> end;
    private final Witness witness;
    private final Transcript transcript;
    private final FlowsInFlight flows;
    private final int from;

    PlayInProgress(
            CompletableFuture<Played> end, Witness witness, Transcript transcript, FlowsInFlight flows, int from) {
        this.end = end;
        this.witness = witness;
        this.transcript = transcript;
        this.flows = flows;
        this.from = from;
    }

    /**
     * Waits until a message of the exchange is held, at most 20 seconds.
     *
     * @return by which the message is edited, answered and resumed, and the exchange ended
     * @throws AssertionError if none is held in time; the message has the transcript
     */
    public FlowInFlight awaitHeld() {
        transcript.await("a message is held", PATIENCE, () -> {
            HttpFlow flow = witness.http(from);
            return flow != null && flow.held() != null;
        });
        HttpFlow flow = witness.http(from);
        if (flow == null) {
            throw new IllegalStateException("a flow that was there is gone");
        }
        return flows.get(flow.id());
    }

    /**
     * Waits until the exchange has ended.
     *
     * @throws AssertionError if it does not end in time; the message has the transcript
     */
    public Played finish() {
        try {
            return end.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof AssertionError failure) {
                throw failure;
            }
            throw e;
        }
    }
}
