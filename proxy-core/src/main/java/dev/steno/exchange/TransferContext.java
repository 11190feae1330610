package dev.steno.exchange;

import dev.steno.addon.HoldTerms;
import dev.steno.addon.HookContext;
import dev.steno.addon.Verdict;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Passes the requests of handlers at a hook of a message to its transfer. On the exchange's event loop. */
final class TransferContext implements HookContext {
    private final MessageTransfer transfer;
    private final @Nullable BodyDemand demand;

    /** @param demand null at the hook of the whole message: the body was read, or cannot be held */
    TransferContext(MessageTransfer transfer, @Nullable BodyDemand demand) {
        this.transfer = transfer;
        this.demand = demand;
    }

    @Override
    public void wantBody(int limit) {
        if (demand != null) {
            demand.want(limit, false, false);
        }
    }

    @Override
    public void wantBodyOrHead(int limit) {
        if (demand != null) {
            demand.want(limit, true, false);
        }
    }

    @Override
    public void wantWholeOrHead(int inMemory) {
        if (demand != null) {
            demand.want(inMemory, true, true);
        }
    }

    @Override
    public boolean canSpool() {
        return transfer.exchange().addons.record().readsBodies();
    }

    @Override
    public boolean canHold() {
        return true;
    }

    @Override
    public <T> CompletionStage<Verdict<T>> hold(T subject, HoldTerms terms) {
        return transfer.beginHold(subject, terms);
    }
}
