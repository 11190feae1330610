package dev.steno.exchange;

import dev.steno.addon.End;
import dev.steno.addon.FlowActionException;
import dev.steno.addon.FlowActionException.Reason;
import dev.steno.addon.FlowInFlight;
import dev.steno.flow.Flow;
import dev.steno.flow.HttpResponse;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** Passes actions on a raw stream to its event loop; it can only be killed. Any thread. */
final class StreamInFlight implements FlowInFlight {
    private final RawStreamRelay stream;
    private final Executor loop;

    StreamInFlight(RawStreamRelay stream, Executor loop) {
        this.stream = stream;
        this.loop = loop;
    }

    @Override
    public CompletionStage<Flow> current() {
        return onLoop(() -> {});
    }

    @Override
    public CompletionStage<Flow> kill(End end, String by) {
        return onLoop(() -> stream.kill(end, by));
    }

    @Override
    public CompletionStage<Flow> edit(int revision, Edit edit, String by) {
        return onLoop(this::refuse);
    }

    @Override
    public CompletionStage<Flow> resume(String by) {
        return onLoop(this::refuse);
    }

    @Override
    public CompletionStage<Flow> answer(HttpResponse response, String by) {
        return onLoop(this::refuse);
    }

    @Override
    public CompletionStage<Flow> drop(String by) {
        return onLoop(this::refuse);
    }

    private void refuse() {
        throw new FlowActionException(Reason.NOT_HELD, "flow " + stream.flow().id() + " is not held");
    }

    private CompletionStage<Flow> onLoop(Runnable action) {
        return LoopActions.run(loop, stream::isClosed, this::ended, stream::flow, action);
    }

    private FlowActionException ended() {
        return new FlowActionException(Reason.ENDED, "flow " + stream.flow().id() + " has ended");
    }
}
