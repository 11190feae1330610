package dev.steno.tui.list;

import dev.steno.command.Completion;
import dev.steno.filter.Order;
import dev.steno.tui.screen.Binding;
import dev.steno.tui.screen.Desk;
import dev.steno.tui.screen.KeyTable;
import dev.steno.tui.screen.Prompt;
import dev.steno.view.Arrangement;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Changes how the flows of the list are arranged and drawn: order, marked ones only, columns, highlighting. */
public final class ArrangementKeys {
    public static final KeyTable<ArrangementKeys> TABLE = KeyTable.of(
            "Order and columns of the list",
            Binding.of("o", "order of the flows", ArrangementKeys::askForOrder),
            Binding.of("v", "reverse the order", ArrangementKeys::reverse),
            Binding.of("M", "only marked flows, or all", ArrangementKeys::toggleMarkedOnly),
            Binding.of("=", "columns; an empty line for those that fit", ArrangementKeys::askForColumns),
            Binding.of(
                    "H",
                    "highlight the flows that match a filter, by a number from 1 to 6; an empty line for none",
                    keys -> keys.highlights.ask()));

    private final Desk desk;
    private final RowWindow rows;
    private final HighlightPrompt highlights;
    private final Runnable changed;
    private List<String> columns = List.of();

    /** @param changed called when other flows are shown */
    ArrangementKeys(Desk desk, RowWindow rows, FilterPrompt filters, Runnable changed) {
        this.desk = desk;
        this.rows = rows;
        this.highlights = new HighlightPrompt(desk, rows, filters);
        this.changed = changed;
    }

    /** Returns the names of the chosen columns; empty for those that fit. */
    List<String> columns() {
        return columns;
    }

    /** Asks for a line of words. */
    private static Prompt words(
            String label, String text, List<String> all, boolean one, Consumer<List<String>> accept) {
        return new Prompt(
                label,
                text,
                line -> complaint(line, all, one),
                line -> {
                    int from = line.lastIndexOf(' ') + 1;
                    String begun = line.substring(from);
                    return new Completion(
                            from,
                            all.stream().filter(name -> name.startsWith(begun)).toList());
                },
                line -> accept.accept(split(line)));
    }

    private static List<String> split(String line) {
        return Stream.of(line.strip().split("[ ,]+"))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    private static Prompt.@Nullable Complaint complaint(String line, List<String> all, boolean one) {
        List<String> words = split(line);
        for (String word : words) {
            if (!all.contains(word)) {
                return new Prompt.Complaint(line.indexOf(word), "choose of " + String.join(", ", all));
            }
        }
        return one && words.size() > 1 ? new Prompt.Complaint(0, "choose one") : null;
    }

    private void askForOrder() {
        List<String> names = Arrays.stream(Order.values()).map(Order::label).toList();
        desk.ask(words("order (" + String.join(", ", names) + "): ", "", names, true, chosen -> {
            if (!chosen.isEmpty()) {
                Order order = Order.values()[names.indexOf(chosen.get(0))];
                rows.stay();
                desk.await(desk.source().view().setOrder(order), done -> rows.refresh());
            }
        }));
    }

    private void reverse() {
        rows.stay();
        boolean next = !rows.arrangement().reversed();
        desk.await(desk.source().view().setReversed(next), done -> rows.refresh());
    }

    private void toggleMarkedOnly() {
        boolean next = !rows.arrangement().markedOnly();
        changed.run();
        desk.await(desk.source().view().setMarkedOnly(next), done -> rows.refresh());
    }

    private void askForColumns() {
        String now = String.join(" ", columns);
        desk.ask(words("columns (tab lists them): ", now, ListColumn.names(), false, chosen -> columns = chosen));
    }

    /** Does what a line of the command line says, if it is about the list; returns whether it is. */
    boolean run(String name, String line) {
        if (!name.equals("highlight")) {
            return false;
        }
        highlights.run(line);
        return true;
    }

    /** Returns what the heading says of the order; empty for the usual one. */
    static String orderOf(Arrangement arrangement) {
        boolean usual = arrangement.order() == Order.TIME;
        return usual && !arrangement.reversed()
                ? ""
                : "by " + arrangement.order().label() + (arrangement.reversed() ? ", reversed  " : "  ");
    }
}
