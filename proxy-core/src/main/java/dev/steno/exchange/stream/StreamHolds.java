package dev.steno.exchange.stream;

import dev.steno.addon.FlowActionException;
import dev.steno.addon.FlowActionException.Reason;
import dev.steno.addon.HoldTerms;
import dev.steno.addon.Hook;
import dev.steno.addon.Verdict;
import dev.steno.addon.WaitingMessage;
import dev.steno.addon.bus.AddonRuntime;
import dev.steno.flow.Hold;
import dev.steno.flow.Times;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The messages of a stream that are held for people, in both directions. The stream as a whole is held while there is one.
 * On the stream's event loop.
 */
public final class StreamHolds {

    /** The stream whose messages are held. */
    public interface Owner {
        /** The first message is held. */
        void holdBegan(HoldTerms terms);

        /** No message is held any more. */
        void holdEnded(Hold.Outcome outcome, String by);
    }

    private final AddonRuntime addons;
    private final Executor loop;
    private final Owner owner;
    private final TreeMap<Long, Held> waiting = new TreeMap<>();
    private long count;
    private boolean edited;

    public StreamHolds(AddonRuntime addons, Executor loop, Owner owner) {
        this.addons = addons;
        this.loop = loop;
        this.owner = owner;
    }

    /** A message that is held. */
    public final class Held {
        private final long number = ++count;
        private final long since = Times.now();
        private final CompletableFuture<Verdict<Hook.StreamMessage>> verdict = new CompletableFuture<>();
        private Hook.StreamMessage draft;
        private boolean changed;
        private @Nullable Future<?> deadline;

        Held(Hook.StreamMessage subject) {
            this.draft = subject;
        }

        /** The stage that the handler waits for. */
        CompletableFuture<Verdict<Hook.StreamMessage>> verdict() {
            return verdict;
        }

        /** The stream ends: no decision is made any more. Does nothing if one was. */
        void abandon(Hold.Outcome outcome, String by) {
            if (removed()) {
                endIfLast(outcome, by);
            }
        }

        private boolean removed() {
            if (waiting.remove(number) == null) {
                return false;
            }
            if (deadline != null) {
                deadline.cancel(false);
            }
            return true;
        }

        private void end(Hold.Outcome outcome, String by, boolean passes) {
            if (removed()) {
                edited |= changed;
                endIfLast(outcome == Hold.Outcome.RESUMED && edited ? Hold.Outcome.EDITED : outcome, by);
                verdict.complete(new Verdict.Replace<>(passes ? draft : draft.dropped()));
            }
        }

        private WaitingMessage shown() {
            return new WaitingMessage(
                    number,
                    since,
                    draft.message().direction(),
                    draft.message().kind(),
                    changed,
                    draft.message().data());
        }
    }

    public Held begin(Hook.StreamMessage subject, HoldTerms terms) {
        Held held = new Held(subject);
        waiting.put(held.number, held);
        if (terms.nanos() > 0) {
            // There is no answer to a message: it is dropped instead.
            boolean passes = terms.then() instanceof HoldTerms.Then.Resume;
            held.deadline = addons.timer()
                    .schedule(
                            () -> onLoop(() -> held.end(Hold.Outcome.TIMED_OUT, "", passes)),
                            terms.nanos(),
                            TimeUnit.NANOSECONDS);
        }
        if (waiting.size() == 1) {
            edited = false;
            owner.holdBegan(terms);
        }
        return held;
    }

    private void onLoop(Runnable task) {
        try {
            loop.execute(task);
        } catch (RejectedExecutionException e) {
            // the proxy has stopped, and with it the stream
        }
    }

    private void endIfLast(Hold.Outcome outcome, String by) {
        if (waiting.isEmpty()) {
            owner.holdEnded(outcome, by);
        }
    }

    public boolean isEmpty() {
        return waiting.isEmpty();
    }

    public List<WaitingMessage> list() {
        return waiting.values().stream().map(Held::shown).toList();
    }

    /** @throws FlowActionException if no message with this number is held, as for the methods that follow */
    public void edit(long number, byte[] data) {
        Held held = get(number);
        held.draft = held.draft.saying(data);
        held.changed = true;
    }

    public void resume(long number, String by) {
        get(number).end(Hold.Outcome.RESUMED, by, true);
    }

    public void drop(long number, String by) {
        get(number).end(Hold.Outcome.DROPPED, by, false);
    }

    public void resumeAll(String by) {
        new ArrayList<>(waiting.values()).forEach(held -> held.end(Hold.Outcome.RESUMED, by, true));
    }

    public void dropAll(String by) {
        new ArrayList<>(waiting.values()).forEach(held -> held.end(Hold.Outcome.DROPPED, by, false));
    }

    /** The stream is killed: no decision is made any more. */
    public void kill(String by) {
        new ArrayList<>(waiting.values()).forEach(held -> held.abandon(Hold.Outcome.KILLED, by));
    }

    private Held get(long number) {
        Held held = waiting.get(number);
        if (held == null) {
            String numbers = waiting.isEmpty() ? "none is" : "held are " + waiting.keySet();
            throw new FlowActionException(Reason.NOT_HELD, "message " + number + " is not held; " + numbers);
        }
        return held;
    }
}
