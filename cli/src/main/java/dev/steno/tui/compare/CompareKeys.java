package dev.steno.tui.compare;

import dev.steno.compare.FlowComparison;
import dev.steno.tui.action.ShownFlows;
import dev.steno.tui.line.Line;
import dev.steno.tui.line.Style;
import dev.steno.tui.screen.Binding;
import dev.steno.tui.screen.Desk;
import dev.steno.tui.screen.KeyTable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Chooses the flows that are compared: the selected ones, or two by the same key. */
public final class CompareKeys {
    public static final KeyTable<CompareKeys> KEYS = KeyTable.of(
            "Comparing",
            Binding.of(
                            "c",
                            "compare the selected flows; or remember the focused one, and compare it with the one at which the key"
                                    + " is pressed again",
                            CompareKeys::compare)
                    .unless(CompareKeys::refusal));

    private final Desk desk;
    private final ShownFlows shown;
    private long first;

    public CompareKeys(Desk desk, ShownFlows shown) {
        this.desk = desk;
        this.shown = shown;
    }

    /** Returns what the first line says of the flow that was remembered. */
    public Line heading() {
        return first == 0 ? Line.EMPTY : Line.of(Style.WARNING, "comparing #" + first + " with…  ");
    }

    private @Nullable String refusal() {
        if (shown.focus() == 0) {
            return "there is no flow here";
        }
        long count = shown.chosen().count();
        return count > FlowComparison.MOST
                ? "from 2 to " + FlowComparison.MOST + " flows can be compared, not " + count
                : null;
    }

    private void compare() {
        List<Long> flows = shown.chosen().flows().stream().boxed().toList();
        if (flows.size() > 1) {
            open(flows);
        } else if (first == 0) {
            first = flows.get(0);
            desk.say("c at another flow compares it with flow " + first + "; c here forgets that");
        } else if (first == flows.get(0)) {
            first = 0;
            desk.say("no flow is compared");
        } else {
            open(List.of(first, flows.get(0)));
        }
    }

    private void open(List<Long> flows) {
        first = 0;
        desk.open(new CompareScreen(desk, flows));
    }
}
