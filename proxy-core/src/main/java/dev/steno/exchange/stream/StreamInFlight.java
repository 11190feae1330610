package dev.steno.exchange.stream;

import dev.steno.addon.End;
import dev.steno.addon.FlowActionException;
import dev.steno.addon.FlowActionException.Reason;
import dev.steno.addon.FlowInFlight;
import dev.steno.addon.WaitingMessage;
import dev.steno.flow.Direction;
import dev.steno.flow.Flow;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.Message;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;

/** Passes actions on a raw stream to its event loop. Any thread. */
public final class StreamInFlight implements FlowInFlight {
    private final RawStreamRelay stream;
    private final Executor loop;

    public StreamInFlight(RawStreamRelay stream, Executor loop) {
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
        return onLoop(() -> {
            if (stream.holds().isEmpty()) {
                refuse();
            }
            stream.holds().resumeAll(by);
        });
    }

    @Override
    public CompletionStage<Flow> answer(HttpResponse response, String by) {
        return onLoop(this::refuse);
    }

    @Override
    public CompletionStage<Flow> drop(String by) {
        return onLoop(() -> {
            if (stream.holds().isEmpty()) {
                refuse();
            }
            stream.holds().dropAll(by);
        });
    }

    @Override
    public CompletionStage<List<WaitingMessage>> waiting() {
        AtomicReference<List<WaitingMessage>> list = new AtomicReference<>(List.of());
        return onLoop(() -> list.set(stream.holds().list())).thenApply(flow -> list.get());
    }

    @Override
    public CompletionStage<Flow> editMessage(long number, byte[] data, String by) {
        return onLoop(() -> stream.holds().edit(number, data));
    }

    @Override
    public CompletionStage<Flow> resumeMessage(long number, String by) {
        return onLoop(() -> stream.holds().resume(number, by));
    }

    @Override
    public CompletionStage<Flow> dropMessage(long number, String by) {
        return onLoop(() -> stream.holds().drop(number, by));
    }

    @Override
    public CompletionStage<Flow> inject(Direction direction, Message.Kind kind, byte[] data, String by) {
        return onLoop(() -> {
            if (kind != Message.Kind.PIECE) {
                throw new FlowActionException(
                        Reason.INVALID, "flow " + stream.flow().id() + " is no WebSocket; see inject.tcp");
            }
            stream.inject(direction, data);
        });
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
