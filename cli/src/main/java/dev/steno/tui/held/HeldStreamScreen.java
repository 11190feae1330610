package dev.steno.tui.held;

import dev.steno.command.CommandException;
import dev.steno.text.Quantity;
import dev.steno.tui.data.HeldStreamItem;
import dev.steno.tui.editor.EditedFile;
import dev.steno.tui.line.Ground;
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
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The held messages of one WebSocket or raw stream, in the order in which they came; each is decided on by itself. */
public final class HeldStreamScreen implements Screen {
    public static final KeyTable<HeldStreamScreen> KEYS = KeyTable.of(
            "Held messages of a stream",
            Binding.<HeldStreamScreen>of("e", "edit the message in your editor", held -> held.on(held::edit))
                    .inBar("edit")
                    .unless(HeldStreamScreen::nothing),
            Binding.<HeldStreamScreen>of(
                            "a", "resume: send it on, after those before it", held -> held.on(held::resume))
                    .inBar("resume")
                    .unless(HeldStreamScreen::nothing),
            Binding.<HeldStreamScreen>of("A", "resume all messages of this stream", HeldStreamScreen::resumeAll)
                    .inBar("all")
                    .unless(HeldStreamScreen::nothing),
            Binding.<HeldStreamScreen>of("d", "drop: it is recorded and not sent", held -> held.on(held::drop))
                    .inBar("drop")
                    .unless(HeldStreamScreen::nothing),
            Binding.<HeldStreamScreen>of("j, down", "one message down", held -> held.moveTo(held.cursor + 1)),
            Binding.<HeldStreamScreen>of("k, up", "one message up", held -> held.moveTo(held.cursor - 1)));

    /** How often the list is read again while it is shown, in nanoseconds. */
    private static final long PACE = TimeUnit.MILLISECONDS.toNanos(300);

    private final Desk desk;
    private final long flow;
    private List<HeldStreamItem> items = List.of();
    private int cursor;
    private boolean loading;
    private long loaded = System.nanoTime() - PACE;
    private String empty = "reading…";

    HeldStreamScreen(Desk desk, long flow) {
        this.desk = desk;
        this.flow = flow;
    }

    @Override
    public String title() {
        return "messages of #" + flow;
    }

    /** What was told, or why it was not. */
    private record Told(List<HeldStreamItem> items, String failure) {}

    @Override
    public void prepare(int width, int height) {
        if (loading || System.nanoTime() - loaded < PACE) {
            return;
        }
        loading = true;
        desk.work(
                () -> {
                    try {
                        return new Told(desk.source().interception().messages(flow), "");
                    } catch (CommandException e) {
                        return new Told(List.of(), String.valueOf(e.getMessage()));
                    }
                },
                this::take);
    }

    private void take(Told told) {
        loading = false;
        loaded = System.nanoTime();
        items = told.items();
        empty = told.failure().isEmpty() ? "no message of this stream is held" : told.failure();
        moveTo(cursor);
    }

    @Override
    public List<Line> lines(int width, int height) {
        List<Line> lines = new ArrayList<>();
        lines.add(Line.of(Style.HEADING, "      #  from    kind        size  message"));
        int top = Math.max(0, cursor - height + 2);
        for (int i = top; i < Math.min(items.size(), top + height - 1); i++) {
            Line line = row(items.get(i)).fit(width);
            lines.add(i == cursor ? line.on(Ground.FOCUS) : line);
        }
        if (items.isEmpty()) {
            lines.add(Line.of(Style.DIM, empty));
        }
        return lines;
    }

    private static Line row(HeldStreamItem item) {
        String text = item.text();
        return Line.builder()
                .right(Style.DIM, Long.toString(item.number()), 7)
                .add("  ")
                .left(Style.TEXT, item.from(), 8)
                .left(Style.TEXT, item.kind(), 7)
                .right(Style.TEXT, Quantity.bytes(item.size()), 9)
                .add("  ")
                .add(Style.WARNING, item.edited() ? "✎ " : "")
                .add(text == null ? Style.DIM : Style.STRING, text == null ? "(binary)" : text)
                .build();
    }

    @Override
    public List<KeyTable<?>> keys() {
        return List.of(KEYS);
    }

    @Override
    public Pressed press(String key) {
        return KEYS.press(this, key, desk);
    }

    private void moveTo(int index) {
        cursor = Math.max(0, Math.min(index, items.size() - 1));
    }

    private @Nullable String nothing() {
        return items.isEmpty() ? empty : null;
    }

    private void on(Consumer<HeldStreamItem> action) {
        action.accept(items.get(cursor));
    }

    private void call(String command, String said, String... more) {
        List<String> arguments = new ArrayList<>(List.of("@" + flow));
        arguments.addAll(List.of(more));
        desk.call(command, arguments, done -> {
            desk.say(said);
            loaded = System.nanoTime() - PACE;
        });
    }

    private void resume(HeldStreamItem item) {
        call("flow.message.resume", "message " + item.number() + " was resumed", Long.toString(item.number()));
    }

    private void resumeAll() {
        call("flow.resume", "the messages of flow " + flow + " were resumed");
    }

    private void drop(HeldStreamItem item) {
        desk.confirm(
                "Drop message " + item.number() + "? It is recorded and not sent.",
                () -> call(
                        "flow.message.drop",
                        "message " + item.number() + " was dropped",
                        Long.toString(item.number())));
    }

    private void edit(HeldStreamItem item) {
        String text = item.text();
        if (text == null) {
            desk.fail("message " + item.number() + " is binary; only text can be edited here");
            return;
        }
        EditorVisit.make(desk, "steno-" + flow + "-" + item.number() + "-", text, visit -> {
            // a line end that an editor adds is not a change
            String wanted = visit.text().equals(text + "\n") ? text : visit.text();
            if (wanted.equals(text)) {
                visit.file().delete();
                desk.say("message " + item.number() + " is unchanged, so nothing was sent");
            } else {
                save(item, visit.file(), wanted);
            }
        });
    }

    private void save(HeldStreamItem item, EditedFile file, String text) {
        List<String> arguments = List.of("@" + flow, Long.toString(item.number()), text);
        desk.work(
                () -> {
                    try {
                        desk.source().control().call("flow.message.set", arguments, flow);
                        file.delete();
                        return item.number();
                    } catch (CommandException e) {
                        throw new IOException(e.getMessage() + "; your text is in " + file.path(), e);
                    }
                },
                number -> {
                    desk.say("message " + number + " was changed, and is still held: a resumes it");
                    loaded = System.nanoTime() - PACE;
                });
    }
}
