package dev.steno.tui.list;

import dev.steno.filter.Filter;
import dev.steno.filter.TextField;
import dev.steno.flow.FlowNumber;
import dev.steno.store.FlowRow;
import dev.steno.text.Quantity;
import dev.steno.tui.line.Ground;
import dev.steno.tui.line.Line;
import dev.steno.tui.line.Style;
import dev.steno.tui.screen.Binding;
import dev.steno.tui.screen.Desk;
import dev.steno.tui.screen.KeyTable;
import dev.steno.tui.screen.Pressed;
import dev.steno.tui.screen.Prompt;
import dev.steno.tui.screen.Screen;
import dev.steno.view.SearchProgress;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The list of flows. */
public final class ListScreen implements Screen {
    public static final KeyTable<ListScreen> KEYS = KeyTable.of(
            "List of flows",
            Binding.of("enter, right, l", "open the flow", ListScreen::openFlow).inBar("open"),
            Binding.of("/, f", "filter; an empty one shows all flows", ListScreen::askForFilter)
                    .inBar("filter"),
            Binding.<ListScreen>of(
                    "P",
                    "filter by name, or name a filter",
                    list -> list.presets.ask(list.rows.arrangement().filter())),
            Binding.<ListScreen>of("j, down", "one flow down", list -> list.rows.move(1)),
            Binding.<ListScreen>of("k, up", "one flow up", list -> list.rows.move(-1)),
            Binding.<ListScreen>of("ctrl-d", "half a page down", list -> list.rows.page(0.5)),
            Binding.<ListScreen>of("ctrl-u", "half a page up", list -> list.rows.page(-0.5)),
            Binding.<ListScreen>of("pagedown, ctrl-f", "a page down", list -> list.rows.page(1)),
            Binding.<ListScreen>of("pageup, ctrl-b", "a page up", list -> list.rows.page(-1)),
            Binding.<ListScreen>of("home", "to the first flow", list -> list.rows.moveTo(0)),
            Binding.of("end, G", "to the last flow, and follow", ListScreen::end),
            Binding.of("g", "to a flow by its number; without one, to the first flow", ListScreen::askForFlow),
            Binding.<ListScreen>of("F", "follow new flows", list -> list.rows.tail()),
            Binding.<ListScreen>of("p", "pause the list, or go on; recording continues", list -> list.rows.pause()),
            Binding.of("esc", "cancel the search, then the selection, then the filter", ListScreen::clear));

    private static final SearchProgress ENDED = new SearchProgress(false, 0, 0, 0);

    private final Desk desk;
    private final RowWindow rows;
    private final Runnable opening;
    private final FilterPrompt filters;
    private final PresetPrompt presets;
    private final SelectionKeys selecting;
    private final ArrangementKeys arranging;
    private SearchProgress progress = ENDED;
    private @Nullable ListColumns columns;

    /** Cells of the longest number that was seen, so that a list does not move to and fro. */
    private int numbers = ListColumn.NUMBER.width();

    /** The rows of the last frame, which are not made again if nothing has changed. */
    private Map<FlowRow, Drawn> drawn = Map.of();

    /** A row as it was drawn. Immutable. */
    private record Drawn(Line line, RowSigns signs, boolean focused) {}

    /**
     * @param opening opens the focused flow
     * @param focused called when another flow has the focus, or it has changed
     */
    public ListScreen(Desk desk, Runnable opening, Runnable focused) {
        this.desk = desk;
        this.opening = opening;
        this.rows = new RowWindow(desk, focused);
        this.filters = new FilterPrompt(desk.source());
        this.presets = new PresetPrompt(desk, filters, this::filter);
        this.selecting = new SelectionKeys(desk, rows);
        this.arranging = new ArrangementKeys(desk, rows, filters, selecting::clear);
    }

    /** Returns the selection. */
    public SelectionKeys selecting() {
        return selecting;
    }

    /** Returns the visible rows and the focus. */
    public RowWindow rows() {
        return rows;
    }

    @Override
    public String title() {
        return "flows";
    }

    @Override
    public void prepare(int width, int height) {
        rows.prepare(height - 1);
    }

    @Override
    public List<Line> lines(int width, int height) {
        for (FlowRow row : rows.visible()) {
            numbers = Math.max(numbers, FlowNumber.print(row.id()).length());
        }
        List<Line> lines = new ArrayList<>();
        lines.add(columns(width).heading());
        Map<FlowRow, Drawn> next = new IdentityHashMap<>();
        for (long rank = rows.top(); rank < Math.min(rows.size(), rows.top() + height - 1); rank++) {
            FlowRow row = rows.row(rank);
            boolean focused = rank == rows.cursor();
            if (row == null) {
                lines.add(ground(Line.of(Style.DIM, "      …"), focused, false, width));
                continue;
            }
            boolean selected = selecting.selection().contains(row.id());
            RowSigns signs = new RowSigns(selected, rows.highlight(row.id()), rows.isEdited(row));
            Drawn before = drawn.get(row);
            Drawn now = before != null
                            && before.focused() == focused
                            && before.signs().equals(signs)
                    ? before
                    : new Drawn(ground(columns(width).row(row, signs), focused, selected, width), signs, focused);
            next.put(row, now);
            lines.add(now.line());
        }
        drawn = next;
        if (rows.size() == 0) {
            lines.add(Line.of(Style.DIM, empty()));
        }
        return lines;
    }

    private ListColumns columns(int width) {
        if (columns == null || !columns.isFor(width, numbers, arranging.columns())) {
            columns = new ListColumns(width, numbers, arranging.columns());
            drawn = Map.of();
        }
        return columns;
    }

    private static Line ground(Line line, boolean focused, boolean selected, int width) {
        if (focused) {
            return line.fit(width).on(Ground.FOCUS);
        }
        return selected ? line.fit(width).on(Ground.SELECTED) : line.fit(width);
    }

    private String empty() {
        if (progress.searching() || !rows.isKnown()) {
            return "searching…";
        }
        if (rows.arrangement().markedOnly()) {
            return "no flow that matches is marked; M shows unmarked flows too";
        }
        if (rows.arrangement().filter() instanceof Filter.Matches words && words.field() == TextField.URL) {
            return "no URL matches; ~b before the word searches bodies, ~h header fields; esc shows all flows";
        }
        return rows.arrangement().filter() instanceof Filter.All
                ? "no flows yet"
                : "no flow matches; esc shows all flows";
    }

    @Override
    public Line heading() {
        Line.Builder line = Line.builder();
        if (rows.following() == Following.PAUSED) {
            line.add(Style.WARNING, "paused  ");
        }
        if (rows.added() > 0) {
            line.add(Style.INFO, rows.added() + " new ↓  ");
        }
        if (!selecting.selection().isEmpty()) {
            line.add(Style.BOLD, selecting.selection().count() + " selected  ");
        }
        line.add(Style.DIM, ArrangementKeys.orderOf(rows.arrangement()));
        if (!(rows.arrangement().filter() instanceof Filter.All)) {
            line.add(Style.DIM, "/").add(rows.arrangement().filter().toString()).add("  ");
        }
        if (rows.arrangement().markedOnly()) {
            line.add(Style.WARNING, "marked  ");
        }
        if (progress.searching()) {
            long share = progress.of() == 0 ? 0 : 100 * progress.searched() / progress.of();
            line.add(Style.INFO, "searching " + share + " %, ");
        }
        boolean all = rows.arrangement().filter() instanceof Filter.All && !progress.searching();
        long count = progress.searching() ? progress.matches() : rows.size();
        if (rows.hasOlder() && !progress.searching()) {
            return line.add("the newest " + count + " of more").build();
        }
        return line.add(all ? "" : Quantity.count(count, "match").replace("matchs", "matches"))
                .build();
    }

    @Override
    public List<KeyTable<?>> keys() {
        return List.of(KEYS, SelectionKeys.TABLE, ArrangementKeys.TABLE);
    }

    @Override
    public Pressed press(String key) {
        Pressed pressed = KEYS.press(this, key, desk);
        if (pressed == Pressed.UNUSED) {
            pressed = SelectionKeys.TABLE.press(selecting, key, desk);
        }
        return pressed == Pressed.UNUSED ? ArrangementKeys.TABLE.press(arranging, key, desk) : pressed;
    }

    @Override
    public void closed() {
        rows.close();
        filters.close();
    }

    @Override
    public boolean run(String name, String line) {
        return arranging.run(name, line);
    }

    private void openFlow() {
        if (rows.lastFocus() == 0) {
            desk.say("there is no flow to open");
        } else {
            rows.move(0); // stays at this flow
            opening.run();
        }
    }

    private void end() {
        rows.moveTo(rows.size() - 1);
        if (!rows.arrangement().reversed()) {
            rows.tail();
        }
    }

    private void askForFlow() {
        desk.ask(Prompt.of("go to flow number: ", "", this::goTo));
    }

    private void goTo(String number) {
        if (number.isBlank() || number.equals("g")) {
            rows.moveTo(0);
            return;
        }
        FlowNumber.parse(number.strip().replace("#", ""))
                .ifPresentOrElse(rows::moveToFlow, () -> desk.fail("\"" + number + "\" is not the number of a flow"));
    }

    private void askForFilter() {
        Filter now = rows.arrangement().filter();
        desk.work(filters::read, done -> {});
        desk.ask(filters.ask("/", now instanceof Filter.All ? "" : now.toString(), this::filter));
    }

    private void filter(Filter wanted) {
        selecting.clear();
        progress = new SearchProgress(true, 0, 0, 0);
        desk.await(desk.source().view().arrange(rows.arrangement().withFilter(wanted), true, this::searched), done -> {
            progress = ENDED; // its own end may be told later
            rows.tail();
            selecting.dropHidden();
        });
    }

    /** Called on the view's thread. */
    private void searched(SearchProgress now) {
        desk.await(CompletableFuture.completedFuture(now), told -> {
            progress = told;
            rows.refresh();
        });
    }

    private void cancelled(boolean hadSearch) {
        if (hadSearch) {
            rows.refresh();
        } else {
            progress = ENDED; // it had ended when the key was pressed, which then means the list that is shown
            clear();
        }
    }

    private void clear() {
        if (progress.searching()) {
            desk.await(desk.source().view().cancelSearch(), this::cancelled);
        } else if (!selecting.selection().isEmpty()) {
            selecting.clear();
        } else {
            // the rows may not have been read since the filter took effect
            desk.await(desk.source().view().arrangement(), now -> {
                if (!(now.filter() instanceof Filter.All)) {
                    filter(Filter.ALL);
                }
            });
        }
    }
}
