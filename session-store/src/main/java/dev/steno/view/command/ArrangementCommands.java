package dev.steno.view.command;

import dev.steno.command.Arg;
import dev.steno.command.Command;
import dev.steno.filter.Filter;
import dev.steno.filter.Order;
import dev.steno.view.Arrangement;
import dev.steno.view.View;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Commands that change or query which flows a view shows, and in which order. */
final class ArrangementCommands {
    private final Supplier<View> view;

    ArrangementCommands(Supplier<View> view) {
        this.view = view;
    }

    @Command(name = "view.order", help = "Shows the order of the flows.")
    CompletionStage<Order> order() {
        return view.get().arrangement().thenApply(Arrangement::order);
    }

    @Command(name = "view.order.options", help = "Lists the available orders.")
    List<Order> options() {
        return List.of(Order.values());
    }

    @Command(
            name = "view.order.set",
            help = "Changes the order of the flows; completes when the change has taken effect.")
    CompletionStage<Void> setOrder(@Arg(help = "The value to order flows by.") Order order) {
        return view.get().setOrder(order);
    }

    @Command(name = "view.order.reverse", help = "Reverses the order of the flows, or restores it.")
    CompletionStage<Void> reverse(@Arg(help = "True for the reversed order.") boolean reversed) {
        return view.get().setReversed(reversed);
    }

    @Command(
            name = "view.filter.set",
            help = "Shows only flows that match a filter; completes when the change has taken effect.")
    CompletionStage<Void> setFilter(@Arg(help = "The filter; an empty one matches every flow.") Filter filter) {
        return view.get().setFilter(filter);
    }

    @Command(name = "view.properties.length", help = "Counts the flows shown.")
    CompletionStage<Long> length() {
        return view.get().size();
    }

    @Command(name = "view.properties.marked", help = "Tells whether only marked flows are shown.")
    CompletionStage<Boolean> marked() {
        return view.get().arrangement().thenApply(Arrangement::markedOnly);
    }

    @Command(
            name = "view.properties.marked.toggle",
            help = "Switches between marked flows and all flows; tells whether only marked flows are shown now.")
    CompletionStage<Boolean> toggleMarked() {
        View current = view.get();
        return current.arrangement().thenCompose(before -> {
            boolean next = !before.markedOnly();
            return current.setMarkedOnly(next).thenApply(done -> next);
        });
    }

    @Command(name = "view.properties.inbounds", help = "Tells whether a place has a flow.")
    CompletionStage<Boolean> inBounds(@Arg(help = "The place, counted from 0.") long place) {
        return view.get().size().thenApply(size -> place >= 0 && place < size);
    }
}
