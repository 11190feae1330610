package dev.steno.tui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.cli.address.SessionAddress.FileAddress;
import dev.steno.sqlite.SqliteSessionReader;
import dev.steno.tui.app.App;
import dev.steno.tui.app.Outside;
import dev.steno.tui.app.TerminalFrame;
import dev.steno.tui.data.FollowedSource;
import dev.steno.tui.data.Source;
import dev.steno.tui.line.Line;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;

/**
 * The interface of a session without a terminal: takes keys, and returns frames as text. For the thread of the test.
 */
public final class Screenful implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Source source;
    private final App app;
    private int width;
    private int height;
    private final Map<String, String> environment = new HashMap<>(System.getenv());
    private final List<String> copied = new ArrayList<>();

    private Screenful(Source source, int width, int height) {
        this.source = source;
        this.width = width;
        this.height = height;
        this.app = new App(source, new NoTerminal(), FlowsScreen::new, Screens.ENTRIES);
    }

    /** Another program has no terminal here, and the clipboard is a list. */
    private final class NoTerminal implements Outside {
        @Override
        public void lend(Callable<Void> task) throws Exception {
            task.call();
        }

        @Override
        public void copy(String text) {
            copied.add(text);
        }

        @Override
        public Map<String, String> environment() {
            return environment;
        }

        @Override
        public void suspend() {}
    }

    /** Shows a session file that no process records. */
    public static Screenful of(Path session, int width, int height) throws IOException {
        return of(
                FollowedSource.readOnly("work.steno", new FileAddress(session), SqliteSessionReader::open),
                width,
                height);
    }

    /** Shows a session. */
    public static Screenful of(Source source, int width, int height) {
        return new Screenful(source, width, height);
    }

    /** Sets an environment variable, such as the one that names the editor. */
    public Screenful with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    /** Presses keys, one after the other: names such as {@code down}, or the characters that they type. */
    public Screenful press(String... keys) {
        for (String key : keys) {
            frame();
            app.press(key);
        }
        return this;
    }

    /** Presses a key before anything that was read is taken: what the screen knows may be over. */
    public Screenful pressAtOnce(String key) {
        app.press(key);
        return this;
    }

    /** Types a text. */
    public Screenful type(String text) {
        text.codePoints().forEach(point -> app.press(point == ' ' ? "space" : Character.toString(point)));
        return this;
    }

    /** Changes the size of the terminal. */
    public Screenful resize(int columns, int rows) {
        width = columns;
        height = rows;
        return this;
    }

    /** Waits until what is read for the screen was read; returns the frame then. */
    public TerminalFrame settled() {
        Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(2)).until(() -> {
            frame();
            return !app.isBusy();
        });
        return frame();
    }

    /** Returns the frame as it is now. */
    public TerminalFrame frame() {
        app.run();
        return app.frame(width, height);
    }

    /** Returns the frame as lines of text without the blanks at their ends. */
    public String text() {
        return frame().lines().stream().map(line -> line.text().stripTrailing()).collect(Collectors.joining("\n"));
    }

    /** Waits until the screen contains a text, and nothing more is being read for it; returns the screen then. */
    public String await(String text) {
        return await(shown -> assertThat(shown).contains(text));
    }

    /** Waits until the screen does not contain a text, and nothing more is being read for it; returns the screen then. */
    public String awaitWithout(String text) {
        return await(shown -> assertThat(shown).doesNotContain(text));
    }

    /** The parts of a screen are read on their own: the number of matches may be there before their rows are. */
    private String await(Consumer<String> expected) {
        AtomicReference<String> seen = new AtomicReference<>("");
        Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(5)).untilAsserted(() -> {
            seen.set(text());
            expected.accept(seen.get());
            assertThat(app.isBusy()).as("reading for " + seen.get()).isFalse();
        });
        return seen.get();
    }

    /** Returns the row with a text, with its styles. */
    public Line row(String text) {
        return frame().lines().stream()
                .filter(line -> line.text().contains(text))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no row has " + text + ":\n" + text()));
    }

    /** Returns what was put onto the clipboard. */
    public List<String> copied() {
        return copied;
    }

    /** Whether the interface has ended. */
    public boolean hasEnded() {
        return app.hasEnded();
    }

    @Override
    public void close() {
        app.close();
        source.close();
    }
}
