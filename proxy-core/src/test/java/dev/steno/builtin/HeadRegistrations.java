package dev.steno.builtin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.addon.AsyncHandler;
import dev.steno.addon.FlowEvent;
import dev.steno.addon.FlowsInFlight;
import dev.steno.addon.Handler;
import dev.steno.addon.HandlerSet;
import dev.steno.addon.Hook;
import dev.steno.addon.Phase;
import dev.steno.addon.Recorder;
import dev.steno.addon.Registrar;
import dev.steno.flow.HttpFlow;
import dev.steno.option.OptionsListener;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;

/** A registrar that keeps the handler that the CA page registers, and accepts nothing else. */
final class HeadRegistrations implements Registrar {
    final List<AsyncHandler<HttpFlow>> requestHead = new ArrayList<>();

    @Override
    @SuppressWarnings("unchecked") // REQUEST_HEAD shows HttpFlows
    public <T> void onAsync(Hook<T> hook, Phase phase, AsyncHandler<T> handler) {
        assertThat(hook).isSameAs(Hook.REQUEST_HEAD);
        assertThat(phase).isEqualTo(Phase.DECIDE);
        requestHead.add((AsyncHandler<HttpFlow>) handler);
    }

    @Override
    public <T> void on(Hook<T> hook, Phase phase, Handler<T> handler) {
        throw new AssertionError("the page registers no inline handler");
    }

    @Override
    public <T> void onBlocking(Hook<T> hook, Phase phase, Handler<T> handler) {
        throw new AssertionError("the page registers no blocking handler");
    }

    @Override
    public HandlerSet handlerSet() {
        throw new AssertionError("the page replaces no handlers");
    }

    @Override
    public FlowsInFlight flowsInFlight() {
        throw new AssertionError("the page acts on no flow");
    }

    @Override
    public Executor blocking() {
        throw new AssertionError("the page has a thread of its own");
    }

    @Override
    public ScheduledExecutorService timer() {
        throw new AssertionError("the page does nothing later");
    }

    @Override
    public void failClosed() {
        throw new AssertionError("the page never drops an exchange");
    }

    @Override
    public <R extends Record> R options(Class<R> type, OptionsListener<R> listener) {
        throw new AssertionError("the page declares no options");
    }

    @Override
    public void commands(Object holder) {
        throw new AssertionError("the page declares no commands");
    }

    @Override
    public void lossless(Consumer<FlowEvent> consumer) {
        throw new AssertionError("the page listens to no facts");
    }

    @Override
    public void revisions(Consumer<FlowEvent.Revision> consumer) {
        throw new AssertionError("the page listens to no facts");
    }

    @Override
    public void keepsRecord(Recorder keeper) {
        throw new AssertionError("the page keeps no record");
    }

    @Override
    public void latest(LatestConsumer consumer) {
        throw new AssertionError("the page listens to no facts");
    }
}
