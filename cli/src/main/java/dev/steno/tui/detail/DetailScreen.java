package dev.steno.tui.detail;

import dev.steno.flow.Flow;
import dev.steno.flow.FlowNumber;
import dev.steno.text.FileErrors;
import dev.steno.tui.line.Line;
import dev.steno.tui.line.Style;
import dev.steno.tui.screen.Binding;
import dev.steno.tui.screen.Desk;
import dev.steno.tui.screen.KeyTable;
import dev.steno.tui.screen.Pressed;
import dev.steno.tui.screen.Screen;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** One flow: its tabs, of which one is visible. The tab stays if another flow is shown. */
public final class DetailScreen implements Screen {
    public static final KeyTable<DetailScreen> KEYS = KeyTable.of(
            "Flow",
            Binding.<DetailScreen>of("], right, l", "next tab", detail -> detail.turn(1))
                    .inBar("next tab"),
            Binding.<DetailScreen>of("esc, q", "back to the list", detail -> detail.leave.run())
                    .inBar("back"),
            Binding.<DetailScreen>of("[, left, h", "previous tab", detail -> detail.turn(-1)),
            Binding.<DetailScreen>of("1", "first tab; 2 to 7 are the others", detail -> detail.choose(0)),
            Binding.<DetailScreen>of("2", "second tab", detail -> detail.choose(1)),
            Binding.<DetailScreen>of("3", "third tab", detail -> detail.choose(2)),
            Binding.<DetailScreen>of("4", "fourth tab", detail -> detail.choose(3)),
            Binding.<DetailScreen>of("5", "fifth tab", detail -> detail.choose(4)),
            Binding.<DetailScreen>of("6", "sixth tab", detail -> detail.choose(5)),
            Binding.<DetailScreen>of("7", "seventh tab", detail -> detail.choose(6)),
            Binding.<DetailScreen>of("space", "next flow of the list", detail -> detail.step.accept(1))
                    .inBar("next flow"),
            Binding.<DetailScreen>of("p", "previous flow of the list", detail -> detail.step.accept(-1)),
            Binding.<DetailScreen>of(
                            "{",
                            "an earlier revision; the first one is as the peers sent it",
                            detail -> detail.goBack(1))
                    .unless(detail -> detail.refusal(1)),
            Binding.<DetailScreen>of("}", "a later revision", detail -> detail.goBack(-1))
                    .unless(detail -> detail.refusal(-1)),
            Binding.of("V", "revert the flow to the revision that is shown", DetailScreen::askToRevert)
                    .unless(detail -> detail.back == 0 ? "the newest revision is shown; { shows earlier ones" : null));

    private final Desk desk;
    private final IntConsumer step;
    private final Runnable leave;
    private final Panes panes;

    private long wanted;
    private boolean stale;
    private boolean reading;
    private int reads;
    private String tab = "Response";

    /** How many revisions before the newest one are shown. */
    private int back;

    private Shown shown = Shown.nothing(0, "");

    /**
     * @param step moves the focus of the list by a number of flows
     * @param leave gives the keys back to the list
     */
    public DetailScreen(Desk desk, IntConsumer step, Runnable leave) {
        this.desk = desk;
        this.step = step;
        this.leave = leave;
        this.panes = new Panes(desk);
    }

    /**
     * What was read. Immutable.
     *
     * @param tabs the tabs of the flow
     * @param tab the name of the visible one
     * @param pane shows it; null if there is nothing to show, for which the message says why
     */
    private record Shown(
            long flow,
            @Nullable ShownFlow what,
            List<DetailTab> tabs,
            String tab,
            int back,
            @Nullable Screen pane,
            String message) {
        static Shown nothing(long flow, String message) {
            return new Shown(flow, null, List.of(), "", 0, null, message);
        }
    }

    /** Shows a flow; again if it has changed. */
    public void show(long flow) {
        if (flow != wanted) {
            back = 0;
            reading = false; // what is read now is of another flow
        }
        wanted = flow;
        stale = true;
    }

    @Override
    public String title() {
        return shown.flow() == 0
                ? "#" + FlowNumber.print(wanted)
                : "#" + FlowNumber.print(shown.flow()) + " " + shown.tab().toLowerCase(Locale.ROOT);
    }

    /** Begins to read the flow, if it is not what was read last. */
    @Override
    public void prepare(int width, int height) {
        if (stale && !reading && wanted != 0) {
            stale = false;
            reading = true;
            int number = ++reads;
            long id = wanted;
            desk.await(desk.source().view().flows(List.of(id)), flows -> {
                if (flows.isEmpty()) {
                    show(number, Shown.nothing(id, "flow " + FlowNumber.print(id) + " was removed"));
                } else {
                    readRevision(number, flows.get(0));
                }
            });
        }
        Screen pane = shown.pane();
        if (pane != null) {
            pane.prepare(width, height - bars());
        }
    }

    private void readRevision(int number, Flow newest) {
        int steps = back;
        desk.read(
                reader -> {
                    try {
                        return Revisions.read(newest, steps, reader);
                    } catch (IOException | RuntimeException e) {
                        return new ShownFlow(
                                newest, newest, List.of(), "its revisions cannot be read: " + FileErrors.reason(e));
                    }
                },
                read -> {
                    if (number == reads) {
                        arrange(number, read);
                    }
                });
    }

    /** Has a pane show the visible tab of what was read. */
    private void arrange(int number, ShownFlow read) {
        List<DetailTab> tabs = DetailTabs.of(read);
        DetailTab chosen = tabs.stream()
                .filter(each -> each.name().equals(tab))
                .findFirst()
                .orElse(preferred(tabs));
        long id = read.newest().id();
        boolean same = shown.flow() == id && shown.tab().equals(chosen.name()) && shown.back() == back;
        Screen pane = chosen.show(read, panes, same);
        show(number, new Shown(id, read, tabs, chosen.name(), back, pane, ""));
    }

    /** The tab of a flow that has not the one that was chosen: its messages, or else the first. */
    private static DetailTab preferred(List<DetailTab> tabs) {
        return tabs.stream()
                .filter(each -> each instanceof MessagesTab)
                .findFirst()
                .orElse(tabs.get(0));
    }

    /** Shows what was read, unless a later read has begun. */
    private void show(int number, Shown read) {
        if (number == reads) {
            reading = false;
            shown = read;
        }
    }

    private int bars() {
        return shown.what() == null || shown.what().revision().isEmpty() ? 1 : 2;
    }

    @Override
    public List<Line> lines(int width, int height) {
        List<Line> lines = new ArrayList<>();
        Line.Builder bar = Line.builder();
        int number = 0;
        for (DetailTab each : shown.tabs()) {
            Style style = each.name().equals(shown.tab()) ? Style.HEADING : Style.DIM;
            bar.add(style, ++number + " " + each.name()).add("  ");
        }
        lines.add(bar.build());
        ShownFlow what = shown.what();
        if (what != null && !what.revision().isEmpty()) {
            lines.add(Line.builder()
                    .add(shown.back() == 0 ? Style.INFO : Style.WARNING, what.revision())
                    .add(Style.DIM, shown.back() == 0 ? "  { earlier" : "  } later")
                    .build());
        }
        Screen pane = shown.pane();
        if (pane == null) {
            lines.add(Line.of(Style.NOTE, shown.message()));
        } else {
            lines.addAll(pane.lines(width, height - lines.size()));
        }
        return lines;
    }

    @Override
    public List<KeyTable<?>> keys() {
        List<KeyTable<?>> keys = new ArrayList<>();
        Screen pane = shown.pane();
        if (pane != null) {
            keys.addAll(pane.keys());
        }
        keys.add(KEYS);
        return keys;
    }

    /** The keys of the pane come first: in a list of messages, some mean something else. */
    @Override
    public Pressed press(String key) {
        Screen pane = shown.pane();
        Pressed pressed = pane == null ? Pressed.UNUSED : pane.press(key);
        return pressed == Pressed.UNUSED ? KEYS.press(this, key, desk) : pressed;
    }

    @Override
    public void closed() {
        panes.close();
    }

    private void turn(int by) {
        List<String> names = shown.tabs().stream().map(DetailTab::name).toList();
        if (!names.isEmpty()) {
            choose(Math.floorMod(names.indexOf(shown.tab()) + by, names.size()));
        }
    }

    private void choose(int number) {
        if (number >= shown.tabs().size()) {
            desk.say("this flow has " + shown.tabs().size() + " tabs");
            return;
        }
        tab = shown.tabs().get(number).name();
        again();
    }

    private void again() {
        stale = true;
        reading = false;
    }

    // ---- Revisions.

    private @Nullable String refusal(int steps) {
        ShownFlow what = shown.what();
        int earlier = what == null ? 0 : Revisions.earlier(what.newest(), what.edits());
        if (earlier == 0) {
            return "this flow was not changed";
        }
        int next = back + steps;
        return next < 0 ? "this is the newest revision" : next > earlier ? "this is the first revision" : null;
    }

    private void goBack(int steps) {
        back += steps;
        again();
    }

    private void askToRevert() {
        ShownFlow what = shown.what();
        if (what == null || shown.back() != back) {
            return;
        }
        long id = what.newest().id();
        boolean original = back > what.edits().size();
        String revision = original ? "original" : Integer.toString(what.edits().size() - back);
        desk.confirm("Give flow " + FlowNumber.print(id) + " the messages of this revision (a further edit)?", () -> {
            List<String> arguments = original ? List.of("@" + id) : List.of("@" + id, revision);
            desk.call("flow.revert", arguments, done -> {
                back = 0;
                again();
                desk.say("flow " + FlowNumber.print(id) + " was reverted");
            });
        });
    }
}
