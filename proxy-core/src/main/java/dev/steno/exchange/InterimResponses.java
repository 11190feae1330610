package dev.steno.exchange;

import dev.steno.addon.Hook;
import dev.steno.addon.HookContext;
import dev.steno.addon.InterimResponse;
import dev.steno.addon.Verdict;
import dev.steno.addon.bus.HookChain;
import dev.steno.exchange.record.LiveFlow;
import dev.steno.flow.Body;
import dev.steno.flow.HttpResponse;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The interim responses of an exchange on their way through their hook to the client, in order. While a handler decides
 * later, the response is not read, and what was read already waits. Created for the first one; on the exchange's event
 * loop.
 */
final class InterimResponses {
    private final ExchangeScope exchange;
    private final Consumer<HttpResponse> sender;
    private final Queue<HttpResponse> waiting = new ArrayDeque<>(1);
    private boolean deciding;
    private boolean suspended; // the run in progress returned before its handlers had decided
    private boolean closed;
    private HookChain.@Nullable Run run;
    private @Nullable Runnable afterwards;

    /** @param sender sends one to the client */
    InterimResponses(ExchangeScope exchange, Consumer<HttpResponse> sender) {
        this.exchange = exchange;
        this.sender = sender;
    }

    /** An interim response was read. */
    void receive(HttpResponse came) {
        if (!deciding && exchange.addons.hooks().isEmpty(Hook.INTERIM)) {
            forward(came, came);
        } else {
            waiting.add(came);
            decideWaiting();
        }
    }

    /** Whether all of them were sent or omitted. */
    boolean areDecided() {
        return !deciding;
    }

    /** Sets what is done once all of them are decided. Call only while they are not. */
    void whenDecided(Runnable action) {
        afterwards = action;
    }

    private void decideWaiting() {
        while (!deciding && !closed && !waiting.isEmpty()) {
            decide(waiting.remove());
        }
    }

    private void decide(HttpResponse came) {
        LiveFlow flow = exchange.flow;
        InterimResponse shown = new InterimResponse(flow.flow(), came);
        deciding = true;
        suspended = false;
        run = exchange.addons
                .hooks()
                .run(
                        Hook.INTERIM,
                        flow.id(),
                        shown,
                        HookContext.NONE,
                        exchange.loop,
                        outcome -> decided(shown, outcome));
        if (deciding) {
            suspended = true;
            exchange.wire.holdResponse(true);
        }
    }

    private void decided(InterimResponse shown, HookChain.Outcome<InterimResponse> outcome) {
        deciding = false;
        if (closed) {
            return;
        }
        exchange.flow.applyNotes(shown.flow().notes(), outcome.subject().flow().notes());
        forward(shown.response(), toSend(shown, outcome));
        if (suspended) {
            decideWaiting();
            if (!deciding && !closed) {
                goOn();
            }
        }
    }

    private void goOn() {
        exchange.wire.holdResponse(false);
        Runnable next = afterwards;
        afterwards = null;
        if (next != null && !closed) {
            next.run();
        }
    }

    /** The response that is sent in place of the one shown; null for none. */
    private @Nullable HttpResponse toSend(InterimResponse shown, HookChain.Outcome<InterimResponse> outcome) {
        HttpResponse next = outcome.subject().response();
        if (outcome.verdict() instanceof Verdict.Drop<InterimResponse>) {
            return null;
        }
        if (next.status() / 100 != 1 || next.status() == 101) {
            String what = "its change is not sent: " + next.status() + " is not the status of an interim response";
            exchange.addons.hooks().notApplied(outcome.by(), Hook.INTERIM, exchange.flow.id(), what);
            return shown.response();
        }
        return next.equals(shown.response()) ? shown.response() : next.withBody(Body.NONE);
    }

    private void forward(HttpResponse came, @Nullable HttpResponse sent) {
        exchange.flow.addInterim(came, sent);
        if (sent != null) {
            sender.accept(sent);
        }
    }

    /** Omits those that wait. */
    void cancel() {
        closed = true;
        waiting.clear();
        if (run != null) {
            run.cancel();
        }
    }
}
