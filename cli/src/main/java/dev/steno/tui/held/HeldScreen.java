package dev.steno.tui.held;

import dev.steno.flow.Flow;
import dev.steno.flow.Times;
import dev.steno.tui.data.HeldItem;
import dev.steno.tui.data.Interception;
import dev.steno.tui.detail.DetailScreen;
import dev.steno.tui.line.Ground;
import dev.steno.tui.line.Line;
import dev.steno.tui.line.Style;
import dev.steno.tui.screen.Binding;
import dev.steno.tui.screen.Desk;
import dev.steno.tui.screen.KeyTable;
import dev.steno.tui.screen.Pressed;
import dev.steno.tui.screen.Screen;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** The held messages, the one that was held first as the first, and how the last holds ended. */
public final class HeldScreen implements Screen {
    public static final KeyTable<HeldScreen> KEYS = KeyTable.of(
            "Held messages",
            Binding.<HeldScreen>of(
                            "e",
                            "edit the message in your editor; of a stream, list its messages",
                            held -> held.on(held::edit))
                    .inBar("edit")
                    .unless(HeldScreen::nothing),
            Binding.<HeldScreen>of("a", "resume: send the message on", held -> held.on(held.actions::resume))
                    .inBar("resume")
                    .unless(HeldScreen::nothing),
            Binding.<HeldScreen>of("A", "resume all", held -> held.actions.resumeAll())
                    .inBar("all")
                    .unless(HeldScreen::nothing),
            Binding.<HeldScreen>of(
                            "d", "drop: the client gets a page that says so", held -> held.on(held.actions::drop))
                    .inBar("drop")
                    .unless(HeldScreen::nothing),
            Binding.<HeldScreen>of("X", "kill: the client is cut off", held -> held.on(held.actions::kill))
                    .unless(HeldScreen::nothing),
            Binding.<HeldScreen>of("s", "answer by hand, in place of the server", held -> held.on(held.actions::answer))
                    .inBar("answer")
                    .unless(HeldScreen::nothing),
            Binding.<HeldScreen>of(
                            "n", "resume, and hold the next message of the flow", held -> held.on(held.actions::step))
                    .unless(HeldScreen::nothing),
            Binding.<HeldScreen>of("enter", "open the flow", held -> held.on(held::openFlow))
                    .unless(HeldScreen::nothing),
            Binding.<HeldScreen>of("i", "which messages are held", held -> InterceptPrompt.ask(held.desk))
                    .unless(held -> HoldActions.refusal(held.desk)),
            Binding.<HeldScreen>of("I", "hold nothing more, or again", held -> InterceptPrompt.toggle(held.desk))
                    .unless(held -> HoldActions.refusal(held.desk)),
            Binding.<HeldScreen>of("j, down", "one message down", held -> held.move(1)),
            Binding.<HeldScreen>of("k, up", "one message up", held -> held.move(-1)),
            Binding.<HeldScreen>of("home, g", "to the first message", held -> held.queue.moveTo(0)),
            Binding.<HeldScreen>of("end, G", "to the last message", held -> held.queue.moveTo(Integer.MAX_VALUE)));

    /** How often the list is read again while it is shown, in nanoseconds. */
    private static final long PACE = TimeUnit.MILLISECONDS.toNanos(300);

    private final Desk desk;
    private final HoldActions actions;
    private final HeldQueue queue = new HeldQueue();
    private boolean loading;
    private boolean known;
    private long loaded = System.nanoTime() - PACE;
    private long now = Times.now();
    private String failure = "";

    public HeldScreen(Desk desk) {
        this.desk = desk;
        this.actions = new HoldActions(desk, this::refresh);
    }

    private void refresh() {
        loaded = System.nanoTime() - PACE;
    }

    @Override
    public String title() {
        return "held";
    }

    @Override
    public Line heading() {
        Interception.Queue told = queue.now();
        return told.filter().isEmpty() || !told.active()
                ? Line.of(Style.DIM, "holds nothing more")
                : Line.of(Style.DIM, "holds " + told.filter());
    }

    /** What was told, or why it was not. */
    private record Told(Interception.Queue queue, String failure) {}

    @Override
    public void prepare(int width, int height) {
        now = Times.now();
        if (loading || System.nanoTime() - loaded < PACE) {
            return;
        }
        loading = true;
        desk.work(
                () -> {
                    try {
                        return new Told(desk.source().interception().queue(), "");
                    } catch (RuntimeException e) {
                        return new Told(Interception.Queue.NOTHING, String.valueOf(e.getMessage()));
                    }
                },
                this::take);
    }

    private void take(Told told) {
        loading = false;
        known = true;
        loaded = System.nanoTime();
        failure = told.failure();
        if (failure.isEmpty()) {
            queue.take(told.queue());
        }
        List<Long> unknown = queue.unknown();
        if (!unknown.isEmpty()) {
            desk.await(desk.source().view().flows(unknown), this::ended);
        }
    }

    private void ended(List<Flow> flows) {
        flows.forEach(flow -> queue.ended(flow.id(), HoldEnds.of(flow)));
    }

    @Override
    public List<Line> lines(int width, int height) {
        if (!failure.isEmpty()) {
            return List.of(Line.of(Style.ERROR, failure));
        }
        HeldTable table = new HeldTable(width);
        List<Line> below = below();
        int rows = Math.max(1, height - 1 - below.size());
        int top = Math.max(0, queue.cursor() - rows + 1);
        List<Line> lines = new ArrayList<>();
        lines.add(table.heading());
        for (int i = top; i < Math.min(queue.items().size(), top + rows); i++) {
            Line line = table.row(queue.items().get(i), now).fit(width);
            lines.add(i == queue.cursor() ? line.on(Ground.FOCUS) : line);
        }
        if (queue.items().isEmpty()) {
            lines.add(Line.of(Style.DIM, known ? String.valueOf(nothing()) : "reading…"));
        }
        lines.addAll(below);
        return lines;
    }

    /** Why the message with the cursor is held, and how the last holds ended. */
    private List<Line> below() {
        List<Line> lines = new ArrayList<>();
        HeldItem focus = queue.focus();
        if (focus != null) {
            lines.add(Line.EMPTY);
            lines.add(Line.of(
                    Style.NOTE,
                    "flow " + focus.flow() + " is held by " + focus.why()
                            + (focus.changed() ? ", and was edited" : "")));
        }
        List<HeldQueue.Ended> ended = queue.ended();
        if (!ended.isEmpty()) {
            lines.add(Line.EMPTY);
            lines.add(Line.of(Style.HEADING, "not held any more"));
            ended.subList(Math.max(0, ended.size() - 5), ended.size())
                    .forEach(each -> lines.add(HeldTable.ended(each.item(), each.how())));
        }
        return lines;
    }

    /** Returns why nothing can be done; null if something can. */
    private @Nullable String nothing() {
        String refusal = HoldActions.refusal(desk);
        if (refusal != null) {
            return refusal + ", so nothing is held";
        }
        return queue.items().isEmpty() ? "nothing is held; i says which messages are to be" : null;
    }

    @Override
    public List<KeyTable<?>> keys() {
        return List.of(KEYS);
    }

    @Override
    public Pressed press(String key) {
        return KEYS.press(this, key, desk);
    }

    private void move(int by) {
        queue.moveTo(queue.cursor() + by);
    }

    private void on(LongConsumer action) {
        HeldItem focus = queue.focus();
        if (focus != null) {
            action.accept(focus.flow());
        }
    }

    private void edit(long flow) {
        HeldItem focus = queue.focus();
        if (focus != null && focus.isStream()) {
            desk.open(new HeldStreamScreen(desk, flow));
            return;
        }
        FlowEditing.held(desk, flow, this::refresh);
    }

    private void openFlow(long flow) {
        DetailScreen detail = new DetailScreen(
                desk, flows -> desk.say("another flow is chosen in the list of held messages"), desk::back);
        detail.show(flow);
        desk.open(detail);
    }
}
