package dev.steno.tui.app;

import dev.steno.store.SessionException;
import dev.steno.store.SessionReader;
import dev.steno.tui.data.RecordingState;
import dev.steno.tui.data.Source;
import dev.steno.tui.line.Line;
import dev.steno.tui.line.Style;
import dev.steno.tui.screen.Desk;
import dev.steno.tui.screen.KeyTable;
import dev.steno.tui.screen.Pressed;
import dev.steno.tui.screen.Prompt;
import dev.steno.tui.screen.Screen;
import dev.steno.tui.screen.ScreenEntry;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The interface: takes keys, runs what has been read, and makes frames. All methods are called on one thread, except
 * {@link #end}.
 */
public final class App implements Desk, AutoCloseable {
    /** What a key begins with that is a pasted text, which follows. */
    public static final String PASTED = "pasted: ";

    /** How often the state of the recording is asked for, in nanoseconds. */
    private static final long STATE_NANOS = 1_000_000_000;

    private final Source source;
    private final Outside outside;
    private final List<ScreenEntry> entries;
    private final Tasks tasks = new Tasks();
    private final TypedAhead ahead = new TypedAhead();
    private final Pending deeds = new Pending(System::nanoTime);
    private final Deque<Screen> screens = new ArrayDeque<>();
    private final Histories histories;

    private @Nullable OpenPrompt prompt;
    private @Nullable Runnable confirmed;
    private Line message = Line.EMPTY;
    private String pending = "";
    private volatile boolean dirty = true;
    private volatile boolean ended;
    private RecordingState state = RecordingState.NONE;
    private long flows = -1;
    private long focus;
    private long asked = System.nanoTime() - STATE_NANOS;

    /** Confined to the working thread as long as that runs. */
    private @Nullable SessionReader reader;

    /**
     * @param first creates the screen that is never closed
     * @param entries the screens that are opened by name
     */
    public App(Source source, Outside outside, Function<Desk, Screen> first, List<ScreenEntry> entries) {
        this.source = source;
        this.outside = outside;
        this.entries = List.copyOf(entries);
        this.histories = new Histories(this);
        screens.push(first.apply(this));
        if (source.relation() == Source.Relation.READ_ONLY && !source.lack().equals(Source.UNRECORDED)) {
            say("only reading: " + source.lack());
        }
    }

    private Screen top() {
        return screens.getFirst();
    }

    // ---- Frames.

    /** Runs what has been read meanwhile. */
    public void run() {
        if (tasks.run() | deeds.run()) {
            dirty = true;
        }
        if (System.nanoTime() - asked >= STATE_NANOS) {
            asked = System.nanoTime();
            tasks.work(source::state, this::told, this::failed);
            read(opened -> opened.usage().flows(), this::counted);
        }
    }

    private void told(RecordingState now) {
        state = now;
    }

    private void counted(long now) {
        flows = now;
    }

    /** Whether something has changed since the last frame. */
    public boolean wantsFrame() {
        return dirty;
    }

    /**
     * Begins to read what a frame of a size would lack, so that it has the newest as soon as {@link #isBusy} is false again.
     * {@link #frame} does the same, without waiting.
     */
    public void prepare(int width, int height) {
        dirty = false;
        top().prepare(width, FrameLines.rows(height));
    }

    /** Whether something is being read, so that {@link #run} should be called soon. */
    public boolean isBusy() {
        return tasks.isBusy();
    }

    /** Whether the interface has ended. */
    public boolean hasEnded() {
        return ended;
    }

    /** Returns what to show on a terminal of a size. */
    public TerminalFrame frame(int width, int height) {
        prepare(width, height);
        FrameLines lines = new FrameLines(width, height);
        lines.add(Bars.top(source.name(), source.relation(), state, flows, top().heading(), width));
        lines.add(top());
        OpenPrompt open = prompt;
        if (open != null) {
            return lines.with(open);
        }
        Line said = message.parts().isEmpty() ? deeds.line() : message;
        if (said.parts().isEmpty()) {
            lines.add(Bars.path(titles()));
        } else {
            lines.addMessage(said);
        }
        lines.add(Bars.bottom(keys(), width));
        return lines.frame();
    }

    private List<String> titles() {
        List<String> titles = new ArrayList<>();
        screens.descendingIterator().forEachRemaining(screen -> titles.add(screen.title()));
        return titles;
    }

    // ---- Keys.

    /** Does what a key means now. */
    public void press(String key) {
        dirty = true;
        if (ahead.isWaiting()) {
            pressAhead(key);
            return;
        }
        if (prompt != null) {
            pressInPrompt(prompt, key);
            return;
        }
        message = Line.EMPTY;
        Runnable action = confirmed;
        if (action != null) {
            confirmed = null;
            if (key.equals("y")) {
                action.run();
            } else {
                say("nothing was done");
            }
            return;
        }
        if (key.startsWith(PASTED)) {
            pending = "";
            say("a text can be pasted into a line: / and : begin one");
            return;
        }
        String keys = pending.isEmpty() ? key : pending + " " + key;
        pending = "";
        Pressed pressed = top().press(keys);
        if (pressed == Pressed.UNUSED) {
            pressed = CommonKeys.TABLE.press(this, keys, this);
        }
        if (pressed == Pressed.PREFIX) {
            pending = keys;
            message = Line.of(Style.DIM, keys + " …");
        } else if (pressed == Pressed.UNUSED) {
            say(keys + " means nothing here; ? lists the keys");
        }
    }

    private void pressAhead(String key) {
        if (key.equals("esc") || key.equals("ctrl-c")) {
            ahead.forget();
            say("nothing was done");
        } else {
            ahead.add(key);
        }
    }

    private void pressInPrompt(OpenPrompt open, String key) {
        switch (key) {
            case "esc", "ctrl-c", "ctrl-g" -> prompt = null;
            case "enter" -> accept(open);
            case "tab" -> {
                if (!open.editor().nextCandidate(1)) {
                    complete(open);
                }
                open.check();
            }
            case "shift-tab" -> {
                open.editor().nextCandidate(-1);
                open.check();
            }
            default -> {
                if (key.startsWith(PASTED)) {
                    open.paste(key.substring(PASTED.length()));
                } else {
                    open.press(key);
                }
            }
        }
    }

    private void accept(OpenPrompt open) {
        if (!open.isWrong()) {
            prompt = null;
            String line = open.editor().text();
            histories.add(open.prompt().label(), line);
            open.prompt().accept().accept(line);
        }
    }

    private void complete(OpenPrompt open) {
        String line = open.editor().text();
        work(() -> open.prompt().complete().apply(line), found -> {
            if (prompt == open && open.editor().text().equals(line)) {
                open.editor().propose(found);
                open.check();
            }
        });
    }

    private List<KeyTable<?>> keys() {
        List<KeyTable<?>> keys = new ArrayList<>(top().keys());
        keys.add(CommonKeys.TABLE);
        return keys;
    }

    @Override
    public void askForCommand(String begun) {
        CommandPrompt.ask(this, entries, begun, this::runOnScreens);
    }

    private boolean runOnScreens(String line) {
        String[] parts = line.strip().split("\\s+", 2);
        return screens.stream().anyMatch(screen -> screen.run(parts[0], parts.length == 1 ? "" : parts[1]));
    }

    /** Opens a screen by its name. */
    void openNamed(String name) {
        entries.stream()
                .filter(entry -> entry.name().equals(name))
                .findFirst()
                .ifPresent(entry -> open(entry.open().apply(this)));
    }

    /** Shows the keys that hold now. */
    void showKeys() {
        open(KeysPage.of(this, keys()));
    }

    void backOrQuit() {
        if (screens.size() > 1) {
            back();
        } else {
            quit();
        }
    }

    void suspend() {
        outside.suspend();
    }

    // ---- The desk.

    @Override
    public Source source() {
        return source;
    }

    @Override
    public void open(Screen screen) {
        screens.push(screen);
        dirty = true;
    }

    @Override
    public void back() {
        if (screens.size() > 1) {
            screens.pop().closed();
            dirty = true;
        }
    }

    @Override
    public void say(String text) {
        message = Line.of(Style.NOTE, text);
        dirty = true;
    }

    @Override
    public void fail(String text) {
        message = Line.of(Style.ERROR, text);
        dirty = true;
    }

    private void failed(Throwable thrown) {
        if (thrown instanceof CancellationException || thrown instanceof RejectedExecutionException) {
            return; // superseded, or the session is being closed
        }
        String text = thrown.getMessage();
        fail(text == null ? thrown.toString() : text.lines().findFirst().orElse(""));
    }

    @Override
    public void ask(Prompt wanted) {
        prompt = new OpenPrompt(wanted, histories.of(wanted.label()));
        dirty = true;
    }

    @Override
    public void confirm(String question, Runnable action) {
        confirmed = action;
        message = Line.of(Style.WARNING, question + " y/N");
        dirty = true;
    }

    @Override
    public void later(String doing, String subject, Runnable action) {
        deeds.add(doing, subject, action);
        message = Line.EMPTY;
        dirty = true;
    }

    /** Undoes what is pending, the newest first. */
    void undo() {
        String undone = deeds.undo();
        say(undone.isEmpty() ? "there is nothing to undo" : "undone: " + undone);
    }

    @Override
    public <T> void work(Callable<T> task, Consumer<T> result) {
        tasks.work(task, result, this::failed);
    }

    @Override
    public <T> void read(Reading<T> task, Consumer<T> result) {
        work(() -> task.from(reader()), result);
    }

    private SessionReader reader() throws SessionException {
        SessionReader open = reader;
        if (open == null) {
            open = source.reader();
            reader = open;
        }
        return open;
    }

    @Override
    public <T> void await(CompletableFuture<T> work, Consumer<T> result) {
        tasks.await(work, result, this::failed);
    }

    @Override
    public <T> void awaitToAsk(CompletableFuture<T> work, Consumer<T> result) {
        Object question = ahead.begin();
        tasks.await(
                work,
                value -> reach(question, () -> result.accept(value)),
                thrown -> reach(question, () -> failed(thrown)));
    }

    @Override
    public <T> void workToAsk(Callable<T> task, Consumer<T> result) {
        Object question = ahead.begin();
        tasks.work(
                task,
                value -> reach(question, () -> result.accept(value)),
                thrown -> reach(question, () -> failed(thrown)));
    }

    private void reach(Object question, Runnable then) {
        if (!ahead.end(question)) {
            return; // it was given up
        }
        then.run();
        if (!ahead.isWaiting()) {
            List<String> keys = ahead.take();
            if (prompt != null || confirmed != null) {
                keys.forEach(this::press);
            }
        }
    }

    @Override
    public void call(String command, List<String> arguments, Consumer<String> result) {
        long at = focus;
        work(() -> source.control().call(command, arguments, at), result);
    }

    @Override
    public void outside(Callable<Void> task) {
        try {
            outside.lend(task);
        } catch (Exception e) {
            failed(e);
        }
        dirty = true;
    }

    @Override
    public Map<String, String> environment() {
        return outside.environment();
    }

    @Override
    public void copy(String text) {
        outside.copy(text);
    }

    /** Any thread. */
    @Override
    public void changed() {
        dirty = true;
    }

    @Override
    public long focus() {
        return focus;
    }

    @Override
    public void focusOn(long flow) {
        focus = flow;
    }

    @Override
    public RecordingState state() {
        return state;
    }

    @Override
    public void quit() {
        if (source.relation() == Source.Relation.RECORDING && state.held() > 0) {
            confirm(
                    state.held() == 1
                            ? "1 message is held; its client gets no answer if Steno ends. End Steno?"
                            : state.held()
                                    + " messages are held; their clients get no answer if Steno ends. End Steno?",
                    this::leave);
        } else {
            leave();
        }
    }

    /** Ends the interface after what is pending, as no one undoes it any more. */
    private void leave() {
        if (deeds.runAll()) {
            tasks.finish();
        }
        end();
    }

    /** Ends the interface. Any thread. */
    public void end() {
        ended = true;
    }

    /** Closes the screens and the reader; the source stays open. */
    @Override
    public void close() {
        ended = true;
        while (!screens.isEmpty()) {
            screens.pop().closed();
        }
        tasks.close();
        SessionReader opened = reader;
        if (opened != null) {
            opened.close();
        }
    }
}
