package dev.steno.exchange;

import dev.steno.addon.HoldTerms;
import dev.steno.addon.HookContext;
import dev.steno.addon.Verdict;
import dev.steno.flow.BodyTransform;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Passes the requests of handlers at a hook of a message to its transfer. On the exchange's event loop. */
final class TransferContext implements HookContext {
    private final MessageTransfer transfer;
    private final boolean head;

    /** @param head whether the hook is that of the head: afterwards the body was read, or cannot be held */
    TransferContext(MessageTransfer transfer, boolean head) {
        this.transfer = transfer;
        this.head = head;
    }

    @Override
    public void wantBody(int limit) {
        if (head) {
            transfer.wantBody(limit, false);
        }
    }

    @Override
    public void wantBodyOrHead(int limit) {
        if (head) {
            transfer.wantBody(limit, true);
        }
    }

    @Override
    public void transform(Supplier<BodyTransform> transform) {
        if (head) {
            transfer.addTransform(transform);
        }
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
