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

/** What says which flows a view shows and in which order, and what can be asked about that. */
final class ArrangementCommands {
    private final Supplier<View> view;

    ArrangementCommands(Supplier<View> view) {
        this.view = view;
    }

    @Command(name = "view.order", help = "Says in which order the flows are shown.")
    CompletionStage<Order> order() {
        return view.get().arrangement().thenApply(Arrangement::order);
    }

    @Command(name = "view.order.options", help = "Lists the orders that there are.")
    List<Order> options() {
        return List.of(Order.values());
    }

    @Command(name = "view.order.set", help = "Shows the flows in another order; ends when they are.")
    CompletionStage<Void> setOrder(@Arg(help = "What the flows are ordered by.") Order order) {
        return view.get().setOrder(order);
    }

    @Command(name = "view.order.reverse", help = "Turns the order round, or back.")
    CompletionStage<Void> reverse(@Arg(help = "Whether the order is turned round.") boolean reversed) {
        return view.get().setReversed(reversed);
    }

    @Command(name = "view.filter.set", help = "Shows the flows that pass a filter; ends when they are.")
    CompletionStage<Void> setFilter(@Arg(help = "The filter; an empty one lets every flow pass.") Filter filter) {
        return view.get().setFilter(filter);
    }

    @Command(name = "view.properties.length", help = "Says how many flows are shown.")
    CompletionStage<Long> length() {
        return view.get().size();
    }

    @Command(name = "view.properties.marked", help = "Says whether only marked flows are shown.")
    CompletionStage<Boolean> marked() {
        return view.get().arrangement().thenApply(Arrangement::markedOnly);
    }

    @Command(
            name = "view.properties.marked.toggle",
            help = "Shows only marked flows, or others too; says whether only marked ones.")
    CompletionStage<Boolean> toggleMarked() {
        View current = view.get();
        return current.arrangement().thenCompose(before -> {
            boolean next = !before.markedOnly();
            return current.setMarkedOnly(next).thenApply(done -> next);
        });
    }

    @Command(name = "view.properties.inbounds", help = "Says whether there is a flow at a place.")
    CompletionStage<Boolean> inBounds(@Arg(help = "The place from 0.") long place) {
        return view.get().size().thenApply(size -> place >= 0 && place < size);
    }
}
