package dev.steno.tui;

import dev.steno.edit.MessagePart;
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
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The list of flows and the focused flow: one of them, or both beside or below each other. */
final class FlowsScreen implements Screen {
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
    private final FlowKeys more;
    private boolean split;
    private boolean onDetail;

    FlowsScreen(Desk desk) {
        this.desk = desk;
        this.detail = new DetailScreen(desk);
        this.list = new ListScreen(desk, this::toDetail, this::focused);
        this.more = new FlowKeys(desk, this::part, this::changed);
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

    private Screen active() {
        return onDetail ? detail : list;
    }

    @Override
    public String title() {
        return onDetail ? list.title() + " › " + detail.title() : list.title();
    }

    @Override
    public Line heading() {
        return list.heading();
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
        keys.add(KEYS);
        keys.add(FlowKeys.KEYS);
        return keys;
    }

    @Override
    public Pressed press(String key) {
        if (onDetail && (key.equals("esc") || key.equals("q"))) {
            return KEYS.press(this, key, desk);
        }
        Pressed pressed = active().press(key);
        boolean own = !key.equals("esc") && !key.equals("q");
        if (pressed != Pressed.UNUSED || !own) {
            return pressed;
        }
        pressed = KEYS.press(this, key, desk);
        return pressed == Pressed.UNUSED ? FlowKeys.KEYS.press(more, key, desk) : pressed;
    }

    @Override
    public void closed() {
        list.closed();
        detail.closed();
    }
}
