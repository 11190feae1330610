package dev.steno.exchange;

import dev.steno.addon.Hook;
import dev.steno.addon.HookContext;
import dev.steno.addon.bus.HookChain;
import dev.steno.flow.Headers;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.Notes;
import dev.steno.flow.TrailerChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The end of a message that handlers have not seen whole: they change its trailers before it is sent, and see the message
 * after it was sent. Owned by the transfer of the message; on the exchange's event loop.
 */
final class MessageEnd {
    private final Trailing transfer;
    private List<TrailerChange> changes = List.of();
    private boolean settled; // nothing changes the trailers any more

    MessageEnd(Trailing transfer) {
        this.transfer = transfer;
    }

    void addChange(TrailerChange change) {
        if (changes.isEmpty()) {
            changes = new ArrayList<>(1);
        }
        changes.add(change);
    }

    /** Handlers are shown the whole message before it is sent. */
    void shown() {
        settled = true;
    }

    /** Whether fields may be added to the trailers. Call before the head is sent. */
    boolean mayGrow() {
        if (!settled) {
            for (TrailerChange change : changes) {
                if (change.adds()) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Changes the trailers; the message is complete. */
    void changeTrailers() {
        if (settled || changes.isEmpty()) {
            return;
        }
        settled = true;
        HttpFlow before = transfer.exchange().flow.flow();
        Headers arrived = transfer.trailers(before);
        String why = transfer.whyNoTrailers(before);
        HttpFlow flow = before;
        for (TrailerChange change : changes) {
            flow = why != null && change.adds() ? change.refused(flow, why) : change.apply(flow);
        }
        if (flow != before) {
            transfer.endWith(why == null ? transfer.trailers(flow) : arrived, flow.notes());
        }
    }

    /** Shows the message to the handlers of its hook, since it was sent before they could see it whole. */
    void show(Hook<HttpFlow> hook) {
        HookChain hooks = transfer.exchange().addons.hooks();
        if (hooks.isEmpty(hook)) {
            return;
        }
        HttpFlow given = transfer.exchange().flow.flow();
        Consumer<HookChain.Outcome<HttpFlow>> done = outcome -> seen(given, outcome);
        hooks.run(hook, transfer.exchange().flow.id(), given, HookContext.NONE, transfer.exchange().loop, done);
    }

    private void seen(HttpFlow given, HookChain.Outcome<HttpFlow> outcome) {
        HttpFlow after = outcome.subject();
        if (after != given
                && !(after.request().equals(given.request()) && Objects.equals(after.response(), given.response()))) {
            transfer.notApplied(
                    outcome.by(), "its change comes too late: the message was not held, and was sent already");
        }
        transfer.exchange().flow.applyNotes(given.notes(), after.notes());
    }

    /** What ends a message, as its transfer knows it. */
    interface Trailing {
        ExchangeScope exchange();

        /** The trailers of the message; null if it has none. */
        @Nullable
        Headers trailers(HttpFlow of);

        /** A part of a handler's change could not be applied. */
        void notApplied(String by, String what);

        /** Why no trailers can be added to the complete message, as a main clause; null if they can. */
        @Nullable
        String whyNoTrailers(HttpFlow ended);

        /** Sets the trailers of the complete message, and the notes of the flow. */
        void endWith(@Nullable Headers trailers, Notes notes);
    }
}
