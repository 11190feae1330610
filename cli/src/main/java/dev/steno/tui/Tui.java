package dev.steno.tui;

import dev.steno.tui.app.App;
import dev.steno.tui.app.TerminalFrame;
import dev.steno.tui.data.Source;
import dev.steno.tui.term.TerminalWindow;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The terminal user interface of one session: reads keys, and draws frames when something has changed. {@link #run} is
 * for one thread, {@link #end} for any.
 */
public final class Tui {
    /** How long keys wait after the first frame for the first flows to be shown, in nanoseconds: they may be meant for them. */
    private static final long START_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final long PATIENCE_SECONDS = 2;

    private final TerminalWindow window;
    private final App app;
    private final CountDownLatch restored = new CountDownLatch(1);

    /** Keys that were pressed before the first flows were shown. */
    private final List<String> early = new ArrayList<>();

    private boolean started;

    private Tui(TerminalWindow window, Source source) {
        this.window = window;
        this.app = new App(source, window, FlowsScreen::new, Screens.ENTRIES);
    }

    /**
     * Takes the terminal of the process.
     *
     * @throws IOException if the process has none that can show the interface; the message is for people
     */
    public static TerminalWindow openTerminal(Map<String, String> environment) throws IOException {
        return TerminalWindow.open(environment);
    }

    /** Returns the interface of a session on a terminal. It closes the terminal, and leaves the session open. */
    public static Tui on(TerminalWindow window, Source source) {
        return new Tui(window, source);
    }

    /** Shows a session on a terminal that no one sees, moves, and quits: for an archive of the classes of a start. */
    public static void rehearse(Source source) throws IOException {
        on(TerminalWindow.unseen("kQ"), source).run();
    }

    /**
     * Shows the session until the user quits, {@link #end} is called or the terminal is gone; then restores the terminal.
     * A screen that fails ends it in the same way, with the screen's exception.
     */
    public void run() {
        try (app;
                window) {
            long begun = System.nanoTime();
            DrawingPace pace = new DrawingPace(begun);
            draw(pace);
            while (!app.hasEnded()) {
                app.run();
                long now = System.nanoTime();
                if (window.wantsFrame() || isReady(pace, now)) {
                    draw(pace);
                }
                if (!started && (now - begun > START_NANOS || !app.isBusy() && !app.wantsFrame())) {
                    started = true;
                    early.forEach(this::press);
                }
                String key = window.key(pace.patience(System.nanoTime(), app.wantsFrame(), app.isBusy()));
                if (key != null) {
                    take(key);
                    pace.press(System.nanoTime());
                }
            }
        } finally {
            restored.countDown();
        }
    }

    /** Returns whether to draw a frame now. One that does not answer a key waits until what it shows has been read. */
    private boolean isReady(DrawingPace pace, long now) {
        if (!pace.isAwaiting()) {
            if (!app.wantsFrame() || !pace.isDue(now)) {
                return false;
            }
            if (!pace.isAnswering(now)) {
                app.prepare(window.width(), window.height());
                pace.await(now);
            }
        }
        return pace.isAnswering(now) || !app.isBusy() || pace.isLate(now);
    }

    private void draw(DrawingPace pace) {
        TerminalFrame frame = app.frame(window.width(), window.height());
        int changed = window.draw(frame);
        pace.draw(System.nanoTime(), changed, frame.lines().size());
    }

    private void take(String key) {
        if (key.equals(TerminalWindow.ENDED)) {
            app.end();
        } else if (started) {
            press(key);
        } else {
            early.add(key);
        }
    }

    private void press(String key) {
        if (key.equals("ctrl-l")) {
            window.redraw();
        }
        app.press(key);
    }

    /**
     * Ends the interface, and waits until the terminal is restored. Any thread.
     *
     * @return false if its thread did not end within two seconds, since it waits for the terminal to take output
     */
    public boolean end() {
        app.end();
        try {
            if (restored.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                return true;
            }
            window.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return false;
    }
}
