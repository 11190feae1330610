package dev.steno.exchange.stream;

import dev.steno.addon.End;
import dev.steno.addon.HoldTerms;
import dev.steno.addon.Hook;
import dev.steno.addon.HookContext;
import dev.steno.addon.Verdict;
import dev.steno.addon.bus.AddonRuntime;
import dev.steno.addon.bus.HookChain;
import dev.steno.flow.Flow;
import dev.steno.flow.Hold;
import dev.steno.flow.Message;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The messages of one direction of a stream on which handlers decide, in order. One message at a time is in the hook; one
 * that is held for a person makes way in the hook for the next, but is sent before it. On the stream's event loop.
 *
 * @param <T> a message as the peer sent it
 */
public final class MessageQueue<T> {
    /** Bytes of waiting messages above which the direction is not read. */
    public static final int MOST = 1 << 20;

    private static final int OVERHEAD = 256;

    /** Forwards the messages that were decided on. */
    public interface Outlet<T> {
        /**
         * Records and sends a message.
         *
         * @param original null for a message that no peer sent
         */
        void forward(@Nullable T original, Message message, Message.Edit edit);

        /** Records a message that is not sent: {@code DROPPED} or {@code UNDELIVERED}. */
        void withhold(@Nullable T original, Message message, Message.Edit edit);

        /** A message is held. Returns what to keep of it. */
        T held(T original);

        /** A handler ends the stream. */
        void dropStream(String reason, End end);

        /** Sends a message that a handler added, in its direction. */
        void add(Message added);

        /** After an asynchronous decision: more can be offered, if {@link #mayOffer}. */
        void progressed();
    }

    private final AddonRuntime addons;
    private final Executor loop;
    private final StreamHolds holds;
    private final Outlet<T> outlet;
    private final ArrayDeque<Entry> entries = new ArrayDeque<>(0);
    private @Nullable Entry deciding;
    private long bytes;
    private boolean offering; // offer() is on the stack
    private boolean forwarding; // forwardDecided() is on the stack

    public MessageQueue(AddonRuntime addons, Executor loop, StreamHolds holds, Outlet<T> outlet) {
        this.addons = addons;
        this.loop = loop;
        this.holds = holds;
        this.outlet = outlet;
    }

    public boolean isEmpty() {
        return entries.isEmpty();
    }

    /** Whether a message is held for a person. */
    public boolean hasHeld() {
        return !entries.isEmpty() && entries.element().held != null;
    }

    /** Whether a further message can be offered: no handler decides, and not too much waits. */
    public boolean mayOffer() {
        return deciding == null && bytes < MOST;
    }

    /** Asks the handlers about a message; it is sent, or withheld, once they and those before it have decided. */
    public void offer(T original, Flow flow, Message shown) {
        Entry entry = push(original, shown);
        deciding = entry;
        offering = true;
        entry.run = addons.hooks()
                .run(Hook.MESSAGE, shown.flow(), new Hook.StreamMessage(flow, shown), entry, loop, entry::decide);
        offering = false;
        forwardDecided();
    }

    /**
     * Adds a message about which no handler is asked.
     *
     * @param original null for a message that no peer sent
     */
    public void addDecided(@Nullable T original, Message message) {
        push(original, message).decided = true;
        forwardDecided();
    }

    private Entry push(@Nullable T original, Message message) {
        Entry entry = new Entry(original, message);
        entries.add(entry);
        bytes += entry.cost;
        return entry;
    }

    private Entry pop() {
        Entry entry = entries.remove();
        bytes -= entry.cost;
        if (entry.wasHeld) {
            addons.heldBytes().addHeld(-entry.cost);
        }
        return entry;
    }

    private void forwardDecided() {
        if (forwarding) {
            return;
        }
        forwarding = true;
        while (!entries.isEmpty() && entries.element().decided) {
            Entry entry = pop();
            if (!entry.passes) {
                outlet.withhold(entry.original, entry.shown, Message.Edit.DROPPED);
            } else if (entry.after == entry.shown) {
                outlet.forward(entry.original, entry.shown, entry.shown.edit());
            } else {
                outlet.forward(entry.original, entry.after, Message.Edit.CHANGED);
            }
            entry.added.forEach(outlet::add);
        }
        forwarding = false;
    }

    /** Ends the wait of all messages, which are not sent any more. */
    public void endUndelivered(Hold.Outcome outcome) {
        deciding = null;
        while (!entries.isEmpty()) {
            Entry entry = pop();
            boolean waited = entry.passes && (entry.decided || entry.held != null);
            if (entry.held != null) {
                entry.held.abandon(outcome, "");
            }
            if (entry.run != null) {
                entry.run.cancel();
            }
            outlet.withhold(entry.original, entry.shown, waited ? Message.Edit.UNDELIVERED : Message.Edit.DROPPED);
        }
    }

    private final class Entry implements HookContext {
        private final Message shown;
        private final long cost;
        private @Nullable T original;
        private Message after;
        private boolean passes = true;
        private List<Message> added = List.of();
        private boolean decided;
        private boolean wasHeld;
        private StreamHolds.@Nullable Held held;
        private HookChain.@Nullable Run run;

        Entry(@Nullable T original, Message shown) {
            this.original = original;
            this.shown = shown;
            this.after = shown;
            this.cost = OVERHEAD + shown.data().length;
        }

        @Override
        public void wantBody(int limit) {
            // a message has no body
        }

        @Override
        public boolean canHold() {
            return held == null;
        }

        @Override
        @SuppressWarnings("unchecked") // the subject of this hook is a message
        public <S> CompletionStage<Verdict<S>> hold(S subject, HoldTerms terms) {
            StreamHolds.Held begun = holds.begin((Hook.StreamMessage) subject, terms);
            held = begun;
            if (!wasHeld) {
                wasHeld = true;
                addons.heldBytes().addHeld(cost);
            }
            if (original != null) {
                original = outlet.held(original);
            }
            deciding = null;
            if (!offering) {
                loop.execute(outlet::progressed);
            }
            return (CompletionStage<Verdict<S>>) (CompletionStage<?>) begun.verdict();
        }

        void decide(HookChain.Outcome<Hook.StreamMessage> outcome) {
            if (deciding == this) {
                deciding = null;
            }
            if (outcome.verdict() instanceof Verdict.Drop<Hook.StreamMessage> drop) {
                after = shown;
                passes = false;
                decided = true;
                outlet.dropStream(drop.reason(), drop.end());
                return;
            }
            Hook.StreamMessage made = outcome.subject();
            after = made.message();
            passes = made.passes();
            added = made.added();
            decided = true;
            held = null;
            if (!offering) {
                forwardDecided();
                outlet.progressed();
            }
        }
    }
}
