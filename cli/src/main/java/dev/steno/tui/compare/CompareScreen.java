package dev.steno.tui.compare;

import dev.steno.compare.ComparedPart;
import dev.steno.compare.FlowComparison;
import dev.steno.flow.Flow;
import dev.steno.flow.FlowNumber;
import dev.steno.store.SessionReader;
import dev.steno.text.FileErrors;
import dev.steno.tui.line.Line;
import dev.steno.tui.line.Style;
import dev.steno.tui.screen.Binding;
import dev.steno.tui.screen.Desk;
import dev.steno.tui.screen.KeyTable;
import dev.steno.tui.screen.Pressed;
import dev.steno.tui.screen.Screen;
import dev.steno.tui.screen.Scroll;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/** What differs between flows, part by part: in columns if the terminal is wide enough, else below each other. */
public final class CompareScreen implements Screen {
    public static final KeyTable<CompareScreen> KEYS = KeyTable.of(
            "Comparison of flows",
            Binding.of("s", "show or hide what is the same", CompareScreen::toggleSame)
                    .inBar("same"),
            Binding.of("x", "exchange the flows' places", CompareScreen::exchange)
                    .inBar("exchange"),
            Binding.<CompareScreen>of("j, down", "one line down", screen -> screen.scroll.move(1)),
            Binding.<CompareScreen>of("k, up", "one line up", screen -> screen.scroll.move(-1)),
            Binding.<CompareScreen>of("ctrl-d", "half a page down", screen -> screen.scroll.page(0.5)),
            Binding.<CompareScreen>of("ctrl-u", "half a page up", screen -> screen.scroll.page(-0.5)),
            Binding.<CompareScreen>of("pagedown, ctrl-f, space", "a page down", screen -> screen.scroll.page(1)),
            Binding.<CompareScreen>of("pageup, ctrl-b", "a page up", screen -> screen.scroll.page(-1)),
            Binding.<CompareScreen>of("home, g", "to the beginning", screen -> screen.scroll.home()),
            Binding.<CompareScreen>of("end, G", "to the end", screen -> screen.scroll.end()),
            Binding.<CompareScreen>of("right, >", "to the right", screen -> screen.scroll.shift(8)),
            Binding.<CompareScreen>of("left, <", "to the left", screen -> screen.scroll.shift(-8)));

    private final Desk desk;
    private final List<Long> flows;
    private final Scroll scroll = new Scroll();
    private List<ComparedPart> parts = List.of();
    private Line note = Line.of(Style.DIM, "comparing…");
    private boolean same;
    private boolean begun;

    CompareScreen(Desk desk, List<Long> flows) {
        this.desk = desk;
        this.flows = List.copyOf(flows);
    }

    @Override
    public String title() {
        return "compare "
                + flows.stream().map(flow -> "#" + FlowNumber.print(flow)).collect(Collectors.joining(" and "));
    }

    @Override
    public void prepare(int width, int height) {
        if (begun) {
            return;
        }
        begun = true;
        desk.await(desk.source().view().flows(flows), found -> {
            if (found.size() < flows.size()) {
                note = Line.of(Style.ERROR, "a flow was removed meanwhile");
            } else {
                desk.read(reader -> compare(reader, found), this::show);
            }
        });
    }

    /** What was read, and what is said of it in place of the heading. */
    private record Comparison(List<ComparedPart> parts, Line note) {}

    private static Comparison compare(SessionReader reader, List<Flow> flows) {
        try {
            List<ComparedPart> parts = FlowComparison.compare(reader, flows);
            boolean differ =
                    parts.stream().anyMatch(part -> part.rows().stream().anyMatch(row -> !row.same()));
            return new Comparison(parts, differ ? Line.EMPTY : Line.of(Style.GOOD, "the flows are the same"));
        } catch (IOException | RuntimeException e) {
            return new Comparison(
                    List.of(), Line.of(Style.ERROR, "the flows cannot be compared: " + FileErrors.reason(e)));
        }
    }

    private void show(Comparison comparison) {
        parts = comparison.parts();
        note = comparison.note();
    }

    @Override
    public List<Line> lines(int width, int height) {
        return scroll.visible(new ComparisonLines(flows, width, same).of(parts, note), height);
    }

    @Override
    public List<KeyTable<?>> keys() {
        return List.of(KEYS);
    }

    @Override
    public Pressed press(String key) {
        return KEYS.press(this, key, desk);
    }

    private void toggleSame() {
        same = !same;
    }

    private void exchange() {
        List<Long> other = new ArrayList<>(flows);
        Collections.rotate(other, 1);
        desk.back();
        CompareScreen next = new CompareScreen(desk, other);
        next.same = same;
        desk.open(next);
    }
}
