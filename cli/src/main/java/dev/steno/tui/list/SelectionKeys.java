package dev.steno.tui.list;

import dev.steno.tui.screen.Binding;
import dev.steno.tui.screen.Desk;
import dev.steno.tui.screen.KeyTable;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/** Selects flows of the list. */
public final class SelectionKeys {
    public static final KeyTable<SelectionKeys> TABLE = KeyTable.of(
            "Selection of flows",
            Binding.of("space", "select the flow, or no longer, and go down", SelectionKeys::toggle)
                    .unless(SelectionKeys::refusal),
            Binding.<SelectionKeys>of("shift-down", "extend the selection down", keys -> keys.extend(1))
                    .unless(SelectionKeys::empty),
            Binding.<SelectionKeys>of("shift-up", "extend the selection up", keys -> keys.extend(-1))
                    .unless(SelectionKeys::empty),
            Binding.of("ctrl-a", "select the flows shown", SelectionKeys::selectAll)
                    .unless(SelectionKeys::empty));

    private final Desk desk;
    private final RowWindow rows;
    private final SelectedFlows selection = new SelectedFlows();

    SelectionKeys(Desk desk, RowWindow rows) {
        this.desk = desk;
        this.rows = rows;
    }

    SelectedFlows selection() {
        return selection;
    }

    /** Returns a copy of the set of selected flows. */
    public Roaring64Bitmap flows() {
        return selection.flows();
    }

    /** Ends the selection. */
    public void clear() {
        selection.clear();
    }

    /** Ends the selection of flows that the list no longer has: they were selected while it was searched for. */
    void dropHidden() {
        if (!selection.isEmpty()) {
            desk.await(desk.source().view().shown(), selection::retain);
        }
    }

    private @Nullable String refusal() {
        String empty = empty();
        return empty == null && rows.focus() == 0 ? "the flow here is not read yet" : empty;
    }

    private @Nullable String empty() {
        return rows.lastFocus() == 0 ? "there is no flow to select" : null;
    }

    private void toggle() {
        selection.toggle(rows.focus());
        rows.move(1);
    }

    private void extend(int by) {
        long from = selection.beginRange(rows.lastFocus());
        rows.move(by);
        selection.rangeEndsAt(rows.lastFocus());
        long to = rows.cursor();
        var view = desk.source().view();
        desk.await(
                view.indexOf(from).thenCompose(found -> {
                    long start = found.orElse(to);
                    return view.ids(Math.min(start, to), (int) Math.abs(start - to) + 1);
                }),
                flows -> selection.range(from, flows));
    }

    private void selectAll() {
        rows.stay();
        desk.await(desk.source().view().shown(), selection::replace);
    }
}
