package dev.steno.exchange;

import dev.steno.addon.End;
import dev.steno.addon.FlowActionException;
import dev.steno.addon.FlowActionException.Reason;
import dev.steno.addon.FlowInFlight;
import dev.steno.flow.Flow;
import dev.steno.flow.Hold;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
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
        return onLoop(live -> held().resume(by));
    }

    @Override
    public CompletionStage<Flow> answer(HttpResponse response, String by) {
        return onLoop(live -> held().answer(response, by));
    }

    @Override
    public CompletionStage<Flow> drop(String by) {
        return onLoop(live -> held().drop(by));
    }

    @Override
    public CompletionStage<Flow> kill(End end, String by) {
        return onLoop(live -> live.kill(end, by));
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
        CompletableFuture<Flow> done = new CompletableFuture<>();
        try {
            exchange.loop().execute(() -> {
                try {
                    if (exchange.isClosed()) {
                        throw ended();
                    }
                    action.accept(exchange);
                    done.complete(exchange.flow());
                } catch (RuntimeException e) {
                    done.completeExceptionally(e);
                }
            });
        } catch (RejectedExecutionException e) {
            done.completeExceptionally(ended()); // the proxy stops
        }
        return done;
    }

    private FlowActionException ended() {
        Hold last = exchange.lastHold();
        return new FlowActionException(Reason.ENDED, "flow " + exchange.flow().id() + " has ended" + ended(last));
    }
}
