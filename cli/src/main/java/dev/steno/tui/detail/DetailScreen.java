package dev.steno.tui.detail;

import dev.steno.command.Completion;
import dev.steno.content.schema.ProtoSchema;
import dev.steno.content.view.ContentViews;
import dev.steno.flow.Flow;
import dev.steno.look.BodyLooks;
import dev.steno.look.DecodedBodies;
import dev.steno.tui.line.Line;
import dev.steno.tui.line.Style;
import dev.steno.tui.screen.Binding;
import dev.steno.tui.screen.Desk;
import dev.steno.tui.screen.KeyTable;
import dev.steno.tui.screen.Pressed;
import dev.steno.tui.screen.Prompt;
import dev.steno.tui.screen.Screen;
import dev.steno.tui.screen.Scroll;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One flow: its tabs, of which one is visible. The tab stays if another flow is shown. */
public final class DetailScreen implements Screen {
    public static final KeyTable<DetailScreen> KEYS = KeyTable.of(
            "Flow",
            Binding.<DetailScreen>of("], right, l", "next tab", detail -> detail.turn(1))
                    .inBar("next tab"),
            Binding.<DetailScreen>of("[, left, h", "previous tab", detail -> detail.turn(-1)),
            Binding.<DetailScreen>of("1", "first tab; 2 to 7 the others", detail -> detail.choose(0)),
            Binding.<DetailScreen>of("2", "second tab", detail -> detail.choose(1)),
            Binding.<DetailScreen>of("3", "third tab", detail -> detail.choose(2)),
            Binding.<DetailScreen>of("j, down", "one line down", detail -> detail.scroll.move(1)),
            Binding.<DetailScreen>of("k, up", "one line up", detail -> detail.scroll.move(-1)),
            Binding.<DetailScreen>of("ctrl-d", "half a page down", detail -> detail.scroll.page(0.5)),
            Binding.<DetailScreen>of("ctrl-u", "half a page up", detail -> detail.scroll.page(-0.5)),
            Binding.<DetailScreen>of("pagedown, ctrl-f, space", "a page down", detail -> detail.scroll.page(1)),
            Binding.<DetailScreen>of("pageup, ctrl-b", "a page up", detail -> detail.scroll.page(-1)),
            Binding.<DetailScreen>of("home, g", "to the beginning", detail -> detail.scroll.home()),
            Binding.<DetailScreen>of("end, G", "to the end", detail -> detail.scroll.end()),
            Binding.<DetailScreen>of(">", "move to the right", detail -> detail.scroll.shift(16)),
            Binding.<DetailScreen>of("<", "move to the left", detail -> detail.scroll.shift(-16)),
            Binding.of("v", "content view of the body", DetailScreen::askForView)
                    .inBar("view"));

    private final Desk desk;
    private final Scroll scroll = new Scroll();
    private final DecodedBodies decoded = new DecodedBodies();
    private final BodyLooks looks = new BodyLooks(decoded, ProtoSchema.NONE);

    private long wanted;
    private boolean stale;
    private boolean reading;
    private int reads;
    private String tab = "Response";
    private @Nullable String view;
    private Shown shown = new Shown(0, List.of(), "", List.of());

    public DetailScreen(Desk desk) {
        this.desk = desk;
    }

    /** What was read. */
    private record Shown(long flow, List<String> tabs, String tab, List<Line> lines) {}

    /** Shows a flow; again if it has changed. */
    public void show(long flow) {
        if (flow != wanted) {
            scroll.home();
            reading = false; // what is read now is of another flow
        }
        wanted = flow;
        stale = true;
    }

    @Override
    public String title() {
        return "#" + wanted + " " + shown.tab().toLowerCase(Locale.ROOT);
    }

    /** Begins to read the visible tab, if it is not the one that was read last. */
    @Override
    public void prepare(int width, int height) {
        if (!stale || reading || wanted == 0) {
            return;
        }
        stale = false;
        reading = true;
        int number = ++reads;
        long id = wanted;
        desk.await(desk.source().view().flows(List.of(id)), flows -> {
            if (flows.isEmpty()) {
                show(number, message(id, "flow " + id + " was removed"));
            } else {
                read(number, flows.get(0));
            }
        });
    }

    private static Shown message(long flow, String text) {
        return new Shown(flow, List.of(), "", List.of(Line.of(Style.NOTE, text)));
    }

    /** Shows what was read, unless a later read has begun. */
    private void show(int number, Shown read) {
        if (number == reads) {
            reading = false;
            shown = read;
        }
    }

    private void read(int number, Flow flow) {
        List<DetailTab> tabs = DetailTabs.of(flow);
        if (tabs.isEmpty()) {
            show(number, message(flow.id(), "(nothing to show)"));
            return;
        }
        DetailTab chosen = tabs.stream()
                .filter(each -> each.name().equals(tab))
                .findFirst()
                .orElse(tabs.get(0));
        String named = view;
        List<String> names = tabs.stream().map(DetailTab::name).toList();
        desk.read(
                reader -> {
                    try {
                        return chosen.read(new DetailTab.Wanted(flow, reader, looks, named));
                    } catch (IOException | RuntimeException e) {
                        return List.of(Line.of(Style.ERROR, "this tab cannot be shown: " + e));
                    }
                },
                lines -> show(number, new Shown(flow.id(), names, chosen.name(), lines)));
    }

    @Override
    public List<Line> lines(int width, int height) {
        List<Line> lines = new ArrayList<>();
        Line.Builder bar = Line.builder();
        for (int i = 0; i < shown.tabs().size(); i++) {
            boolean chosen = shown.tabs().get(i).equals(shown.tab());
            bar.add(
                            chosen ? Style.HEADING : Style.DIM,
                            (i + 1) + " " + shown.tabs().get(i))
                    .add("  ");
        }
        lines.add(bar.build());
        lines.addAll(scroll.visible(shown.lines(), height - 1));
        return lines;
    }

    @Override
    public List<KeyTable<?>> keys() {
        return List.of(KEYS);
    }

    @Override
    public Pressed press(String key) {
        return KEYS.press(this, key, desk);
    }

    @Override
    public void closed() {
        decoded.close();
    }

    private void turn(int by) {
        if (!shown.tabs().isEmpty()) {
            choose(Math.floorMod(
                    shown.tabs().indexOf(shown.tab()) + by, shown.tabs().size()));
        }
    }

    private void choose(int number) {
        if (number >= shown.tabs().size()) {
            desk.say("this flow has " + shown.tabs().size() + " tabs");
            return;
        }
        tab = shown.tabs().get(number);
        scroll.home();
        stale = true;
    }

    private void askForView() {
        List<String> names = ContentViews.names();
        desk.ask(new Prompt(
                "content view (empty: the one that suits): ",
                "",
                line -> line.isEmpty() || names.contains(line)
                        ? null
                        : new Prompt.Complaint(0, "the views are " + String.join(", ", names)),
                line -> new Completion(
                        0, names.stream().filter(name -> name.startsWith(line)).toList()),
                line -> {
                    view = line.isEmpty() ? null : line;
                    stale = true;
                }));
    }
}
