package dev.steno.exchange;

import dev.steno.addon.End;
import dev.steno.addon.FlowActionException;
import dev.steno.addon.FlowActionException.Reason;
import dev.steno.addon.FlowInFlight;
import dev.steno.addon.WaitingMessage;
import dev.steno.exchange.stream.LoopActions;
import dev.steno.exchange.stream.WebSocketRelay;
import dev.steno.flow.Direction;
import dev.steno.flow.Flow;
import dev.steno.flow.FlowError;
import dev.steno.flow.Hold;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpResponse;
import dev.steno.flow.Message;
import dev.steno.flow.NewEvent;
import dev.steno.flow.Times;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Passes actions on a live exchange to its event loop. Any thread. */
final class ExchangeInFlight implements FlowInFlight {
    private final HttpExchange exchange;

    ExchangeInFlight(HttpExchange exchange) {
        this.exchange = exchange;
    }

    @Override
    public CompletionStage<Flow> current() {
        return onLoop(live -> {});
    }

    @Override
    public CompletionStage<HttpFlow> draft() {
        CompletableFuture<HttpFlow> draft = new CompletableFuture<>();
        onLoop(live -> draft.complete(held().draft())).whenComplete((any, failure) -> {
            if (failure != null) {
                draft.completeExceptionally(failure);
            }
        });
        return draft;
    }

    @Override
    public CompletionStage<Flow> edit(int revision, Edit edit, String by) {
        return onLoop(live -> held().edit(revision, edit));
    }

    @Override
    public CompletionStage<Flow> resume(String by) {
        return onLoop(live -> {
            if (holdsMessages()) {
                webSocket().holds().resumeAll(by);
            } else {
                held().resume(by);
            }
        });
    }

    @Override
    public CompletionStage<Flow> answer(HttpResponse response, String by) {
        return onLoop(live -> held().answer(response, by));
    }

    @Override
    public CompletionStage<Flow> drop(String by) {
        return onLoop(live -> {
            if (holdsMessages()) {
                webSocket().holds().dropAll(by);
            } else {
                held().drop(by);
            }
        });
    }

    @Override
    public CompletionStage<Flow> kill(End end, String by) {
        return onLoop(live -> live.kill(end, by));
    }

    @Override
    public CompletionStage<Flow> giveUpServer(String why) {
        return onLoop(live -> {
            if (!live.failures().giveUp(new FlowError(FlowError.Step.RESPONSE, why, Times.now()))) {
                throw new FlowActionException(
                        Reason.INVALID, "flow " + live.flow().id() + " does not wait for a response");
            }
        });
    }

    @Override
    public CompletionStage<List<WaitingMessage>> waiting() {
        AtomicReference<List<WaitingMessage>> list = new AtomicReference<>(List.of());
        return onLoop(live -> {
                    if (live.webSocket() != null) {
                        list.set(live.webSocket().holds().list());
                    }
                })
                .thenApply(flow -> list.get());
    }

    @Override
    public CompletionStage<Flow> editMessage(long number, byte[] data, String by) {
        return onLoop(live -> webSocket().holds().edit(number, data));
    }

    @Override
    public CompletionStage<Flow> resumeMessage(long number, String by) {
        return onLoop(live -> webSocket().holds().resume(number, by));
    }

    @Override
    public CompletionStage<Flow> dropMessage(long number, String by) {
        return onLoop(live -> webSocket().holds().drop(number, by));
    }

    @Override
    public CompletionStage<Flow> inject(Direction direction, Message.Kind kind, byte[] data, String by) {
        return onLoop(live -> webSocket().inject(direction, kind, data));
    }

    @Override
    public CompletionStage<Flow> inject(NewEvent event, String by) {
        return onLoop(live -> live.inject(event, by));
    }

    private boolean holdsMessages() {
        WebSocketRelay webSocket = exchange.webSocket();
        return webSocket != null && !webSocket.holds().isEmpty();
    }

    private WebSocketRelay webSocket() {
        WebSocketRelay webSocket = exchange.webSocket();
        if (webSocket == null) {
            throw new FlowActionException(
                    Reason.INVALID, "flow " + exchange.flow().id() + " is no WebSocket");
        }
        return webSocket;
    }

    private HeldMessage held() {
        HeldMessage held = exchange.held();
        if (held != null) {
            return held;
        }
        long flow = exchange.flow().id();
        Hold last = exchange.lastHold();
        throw new FlowActionException(Reason.NOT_HELD, "flow " + flow + " is not held" + ended(last));
    }

    private static String ended(@Nullable Hold hold) {
        if (hold == null || hold.outcome() == null) {
            return "";
        }
        String how = hold.outcome().label().replace('-', ' ');
        return ": already " + how + (hold.by().isEmpty() ? "" : " by " + hold.by());
    }

    private CompletionStage<Flow> onLoop(Consumer<HttpExchange> action) {
        return LoopActions.run(
                exchange.loop(), exchange::isClosed, this::ended, exchange::flow, () -> action.accept(exchange));
    }

    private FlowActionException ended() {
        Hold last = exchange.lastHold();
        return new FlowActionException(Reason.ENDED, "flow " + exchange.flow().id() + " has ended" + ended(last));
    }
}
