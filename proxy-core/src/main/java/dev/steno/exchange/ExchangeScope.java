package dev.steno.exchange;

import dev.steno.addon.End;
import dev.steno.addon.bus.AddonRuntime;
import dev.steno.addon.bus.HookChain;
import dev.steno.exchange.body.ExchangeLoop;
import dev.steno.exchange.record.LiveFlow;
import dev.steno.exchange.wire.Wire;
import dev.steno.flow.FlowError;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.HttpResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** What the parts of an exchange share, and what they ask of the whole. On the exchange's event loop. */
abstract class ExchangeScope implements ExchangeLoop {
    final AddonRuntime addons;
    final Wire wire;
    final Executor loop;
    final LiveFlow flow;

    ExchangeScope(AddonRuntime addons, Wire wire, Executor loop, LiveFlow flow) {
        this.addons = addons;
        this.wire = wire;
        this.loop = loop;
        this.flow = flow;
    }

    @Override
    public final Executor blocking() {
        return addons.sources();
    }

    @Override
    public final void soon(Runnable task) {
        try {
            loop.execute(task);
        } catch (RejectedExecutionException e) {
            // the proxy has stopped, and with it the exchange
        }
    }

    @Override
    public final Future<?> later(long nanos, Runnable task) {
        return addons.timer().schedule(() -> soon(task), nanos, TimeUnit.NANOSECONDS);
    }

    /** As {@link #later}, by the loop's own timer if it has one; for what comes often. */
    final Future<?> onTimer(long nanos, Runnable task) {
        if (!(loop instanceof ScheduledExecutorService timer)) {
            return later(nanos, task);
        }
        try {
            return timer.schedule(task, nanos, TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) { // the proxy has stopped
            return CompletableFuture.completedFuture(null);
        }
    }

    /** Executes a verdict that ends the hooks of a message; returns false for any other verdict. */
    abstract boolean applyVerdict(HookChain.Outcome<HttpFlow> outcome);

    /** Sends a response in place of the server's; see {@link Replies#answer}. */
    abstract void answer(HttpResponse answer, String by);

    /** Fails the exchange, and closes both connections. */
    abstract void abort(FlowError error, End end);

    /** Fails the exchange, with an error page if no response has begun. */
    abstract void fail(FlowError error);

    /** Closes the exchange if both messages were forwarded completely. */
    abstract void finishIfBothEnded();

    /** A hold has begun, or has ended. */
    abstract void held(boolean now);
}
