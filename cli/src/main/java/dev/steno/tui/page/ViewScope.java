package dev.steno.tui.page;

import dev.steno.filter.Filter;
import dev.steno.stats.FlowScope;
import dev.steno.tui.screen.Desk;
import dev.steno.view.Arrangement;
import dev.steno.view.View;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * The flows that the view shows. Immutable.
 *
 * @param flows for the statistics
 * @param text the filter of the view; empty if it shows all flows
 */
record ViewScope(FlowScope flows, String text) {

    /** Asks the view. */
    static CompletableFuture<ViewScope> of(View view) {
        return view.arrangement().thenApply(now -> of(view, now));
    }

    private static ViewScope of(View view, Arrangement now) {
        String filter = now.filter() instanceof Filter.All ? "" : now.filter().toString();
        FlowScope flows = FlowScope.of(
                List.of(view.number(), filter, now.markedOnly()),
                (reader, cancelled) -> view.shown().join());
        return new ViewScope(flows, now.markedOnly() ? "marked " + filter : filter);
    }

    /** Has the view show only those of its flows that match a filter, and closes the screen. */
    static void narrow(Desk desk, Filter more) {
        View view = desk.source().view();
        desk.back();
        desk.await(view.arrangement(), now -> {
            desk.await(view.setFilter(both(now.filter(), more)), done -> {});
        });
    }

    /** Returns a filter for what matches both, without parentheses around what is joined already. */
    private static Filter both(Filter first, Filter second) {
        if (first instanceof Filter.All) {
            return second;
        }
        List<Filter> all = new ArrayList<>(first instanceof Filter.And and ? and.operands() : List.of(first));
        all.addAll(second instanceof Filter.And and ? and.operands() : List.of(second));
        return new Filter.And(all);
    }
}
