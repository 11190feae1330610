package dev.steno.exchange;

import dev.steno.addon.HoldTerms;
import dev.steno.addon.HookContext;
import dev.steno.addon.Verdict;
import dev.steno.addon.bus.HookChain;
import dev.steno.flow.BodyTransform;
import dev.steno.flow.HttpFlow;
import dev.steno.flow.TrailerChange;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Passes the requests of handlers at a hook of a message, and then their outcome, to its transfer. On the exchange's event
 * loop, except {@link #trace}, which handlers of any thread call one after the other.
 */
final class TransferContext implements HookContext, Consumer<HookChain.Outcome<HttpFlow>> {
    private final MessageTransfer transfer;
    private final @Nullable BodyDemand demand;
    private volatile @Nullable List<String> rules;

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
    public void transform(Supplier<BodyTransform> transform) {
        if (demand != null) {
            transfer.addTransform(transform);
        }
    }

    @Override
    public void changeTrailers(TrailerChange change) {
        if (demand != null) {
            transfer.addTrailerChange(change);
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

    @Override
    public void trace(String rule) {
        if (rule.isEmpty() || rule.chars().anyMatch(Character::isWhitespace)) {
            throw new IllegalArgumentException("the name of a rule must not be empty or have white space: " + rule);
        }
        List<String> all = rules == null ? new ArrayList<>() : new ArrayList<>(rules);
        all.add(rule);
        rules = all;
    }

    @Override
    public void accept(HookChain.Outcome<HttpFlow> outcome) {
        List<String> traced = rules;
        if (traced == null) {
            transfer.hookDone(outcome, demand != null);
            return;
        }
        HttpFlow after = outcome.subject();
        transfer.hookDone(
                new HookChain.Outcome<>(
                        after.withNotes(after.notes().withRules(traced)), outcome.verdict(), outcome.by()),
                demand != null);
    }
}
