package dev.steno.tui;

import dev.steno.edit.MessagePart;
import dev.steno.tui.action.Chosen;
import dev.steno.tui.action.CopyActions;
import dev.steno.tui.action.FileActions;
import dev.steno.tui.action.FlowActions;
import dev.steno.tui.action.ShownFlows;
import dev.steno.tui.compare.CompareKeys;
import dev.steno.tui.detail.DetailScreen;
import dev.steno.tui.held.FlowKeys;
import dev.steno.tui.line.Line;
import dev.steno.tui.line.Style;
import dev.steno.tui.list.ListScreen;
import dev.steno.tui.screen.Binding;
import dev.steno.tui.screen.Desk;
import dev.steno.tui.screen.KeyTable;
import dev.steno.tui.screen.Pressed;
import dev.steno.tui.screen.Screen;
import dev.steno.view.Arrangement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/** The list of flows and the focused flow: one of them, or both beside or below each other. */
final class FlowsScreen implements Screen, ShownFlows {
    static final KeyTable<FlowsScreen> KEYS = KeyTable.of(
            "Flows",
            Binding.of("-", "list alone, or with the flow", FlowsScreen::cycle).inBar("layout"),
            Binding.of("tab, shift-tab", "the other pane", FlowsScreen::other),
            Binding.of("esc, q", "back to the list", FlowsScreen::toList)
                    .unless(screen -> screen.onDetail ? null : "this is the list"));

    /** From this width on, the flow is at the right of the list; otherwise below it. */
    private static final int WIDE = 140;

    /** Dashed lines, since JLine replaces unbroken ones by letters of another character set, or by hyphens. */
    private static final String BESIDE = "┆";

    private static final String BELOW = "┄";

    private final Desk desk;
    private final ListScreen list;
    private final DetailScreen detail;
    private final FlowActions actions;
    private final CopyActions copying;
    private final FileActions files;
    private final CompareKeys comparing;
    private final FlowKeys more;
    private boolean split;
    private boolean onDetail;

    FlowsScreen(Desk desk) {
        this.desk = desk;
        this.detail = new DetailScreen(desk, this::moveFocus, this::toList);
        this.list = new ListScreen(desk, this::toDetail, this::focused);
        this.actions = new FlowActions(desk, this);
        this.copying = new CopyActions(desk, this);
        this.files = new FileActions(desk, this);
        this.comparing = new CompareKeys(desk, this);
        this.more = new FlowKeys(desk, this::part, this::changed);
    }

    // ---- The flows that keys act on: in the flow's pane it alone, whatever is selected in the list.

    @Override
    public Chosen chosen() {
        return Chosen.of(
                focus(), onDetail ? new Roaring64Bitmap() : list.selecting().flows());
    }

    @Override
    public boolean isSelecting() {
        return !onDetail && !list.selecting().flows().isEmpty();
    }

    @Override
    public long focus() {
        return list.rows().focus();
    }

    @Override
    public Arrangement arrangement() {
        return list.rows().arrangement();
    }

    @Override
    public long size() {
        return list.rows().size();
    }

    @Override
    public void changed(Chosen flows) {
        desk.source().readAgain(flows.flows());
        list.rows().refresh();
    }

    @Override
    public void focusOn(long flow) {
        list.rows().moveToFlow(flow, () -> {});
    }

    @Override
    public void unselect() {
        list.selecting().clear();
    }

    // ---- Panes.

    private void moveFocus(int flows) {
        list.rows().move(flows);
    }

    private void focused() {
        if (split || onDetail) {
            detail.show(list.rows().focus());
        }
    }

    /** Returns the message that is looked at; null if it is the list. */
    private @Nullable MessagePart part() {
        if (!onDetail) {
            return null;
        }
        return detail.title().endsWith("request") ? MessagePart.REQUEST : MessagePart.RESPONSE;
    }

    private void changed() {
        list.rows().refresh();
        focused();
    }

    private void toDetail() {
        onDetail = true;
        focused();
    }

    private void toList() {
        onDetail = false;
    }

    private void cycle() {
        split = !split;
        focused();
    }

    private void other() {
        if (onDetail) {
            toList();
        } else {
            toDetail();
        }
    }

    @Override
    public boolean run(String name, String line) {
        return list.run(name, line);
    }

    private Screen active() {
        return onDetail ? detail : list;
    }

    @Override
    public String title() {
        return onDetail ? list.title() + " › " + detail.title() : list.title();
    }

    @Override
    public Line heading() {
        return comparing.heading().then(list.heading());
    }

    /** The rooms of both panes. Immutable. */
    private record Panes(int listWidth, int listHeight, int detailWidth, int detailHeight) {}

    private Panes panes(int width, int height) {
        if (!split) {
            return new Panes(width, height, width, height);
        }
        if (width >= WIDE) {
            int left = width / 2;
            return new Panes(left, height, width - left - 1, height);
        }
        int above = Math.max(3, height / 3);
        return new Panes(width, above, width, Math.max(1, height - above - 1));
    }

    @Override
    public void prepare(int width, int height) {
        Panes panes = panes(width, height);
        list.prepare(panes.listWidth(), panes.listHeight());
        if (split || onDetail) {
            detail.prepare(panes.detailWidth(), panes.detailHeight());
        }
    }

    @Override
    public List<Line> lines(int width, int height) {
        if (!split) {
            return active().lines(width, height);
        }
        Panes panes = panes(width, height);
        List<Line> flows = list.lines(panes.listWidth(), panes.listHeight());
        List<Line> flow = detail.lines(panes.detailWidth(), panes.detailHeight());
        Style border = onDetail ? Style.HEADING : Style.DIM;
        List<Line> lines = new ArrayList<>();
        if (width < WIDE) {
            lines.addAll(flows);
            while (lines.size() < panes.listHeight()) {
                lines.add(Line.EMPTY);
            }
            lines.add(Line.of(border, BELOW.repeat(width)));
            lines.addAll(flow);
            return lines;
        }
        for (int i = 0; i < height; i++) {
            Line left = i < flows.size() ? flows.get(i) : Line.EMPTY;
            Line right = i < flow.size() ? flow.get(i) : Line.EMPTY;
            lines.add(left.fit(panes.listWidth()).then(Line.of(border, BESIDE)).then(right));
        }
        return lines;
    }

    @Override
    public List<KeyTable<?>> keys() {
        List<KeyTable<?>> keys = new ArrayList<>(active().keys());
        keys.addAll(
                List.of(FlowActions.KEYS, CompareKeys.KEYS, CopyActions.KEYS, FileActions.KEYS, KEYS, FlowKeys.KEYS));
        return keys;
    }

    @Override
    public Pressed press(String key) {
        if (onDetail && (key.equals("esc") || key.equals("q"))) {
            return detail.press(key); // clears something there, or leads to the list
        }
        Pressed pressed = active().press(key);
        return pressed == Pressed.UNUSED && !key.equals("esc") && !key.equals("q") ? pressHere(key) : pressed;
    }

    private Pressed pressHere(String key) {
        return Stream.<Supplier<Pressed>>of(
                        () -> FlowActions.KEYS.press(actions, key, desk),
                        () -> CompareKeys.KEYS.press(comparing, key, desk),
                        () -> CopyActions.KEYS.press(copying, key, desk),
                        () -> FileActions.KEYS.press(files, key, desk),
                        () -> KEYS.press(this, key, desk),
                        () -> FlowKeys.KEYS.press(more, key, desk))
                .map(Supplier::get)
                .filter(pressed -> pressed != Pressed.UNUSED)
                .findFirst()
                .orElse(Pressed.UNUSED);
    }

    @Override
    public void closed() {
        list.closed();
        detail.closed();
    }
}
