package dev.steno.tui;

import dev.steno.tui.app.App;
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
    /** Between two frames, in nanoseconds. */
    private static final long FRAME_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /** The same after a key, which is answered at once. */
    private static final long KEY_NANOS = TimeUnit.MILLISECONDS.toNanos(16);

    /** How long after a key frames are taken for its answer. */
    private static final long ANSWER_NANOS = TimeUnit.MILLISECONDS.toNanos(150);

    /** How long a key is waited for before results of other threads are looked for, if some are awaited, in milliseconds. */
    private static final long BUSY_MILLIS = 4;

    private static final long IDLE_MILLIS = 50;

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
            window.draw(app.frame(window.width(), window.height()));
            long begun = System.nanoTime();
            long drawn = begun;
            long pressed = begun - ANSWER_NANOS;
            while (!app.hasEnded()) {
                app.run();
                long now = System.nanoTime();
                boolean answering = now - pressed < ANSWER_NANOS;
                long pace = answering ? KEY_NANOS : FRAME_NANOS;
                if (window.wantsFrame() || app.wantsFrame() && now - drawn >= pace) {
                    window.draw(app.frame(window.width(), window.height()));
                    drawn = now;
                }
                if (!started && (now - begun > START_NANOS || !app.isBusy() && !app.wantsFrame())) {
                    started = true;
                    early.forEach(this::press);
                }
                String key = window.key(app.isBusy() || answering ? BUSY_MILLIS : IDLE_MILLIS);
                if (key != null) {
                    take(key);
                    pressed = System.nanoTime();
                }
            }
        } finally {
            restored.countDown();
        }
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
