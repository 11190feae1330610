package dev.steno.cli.run;

import dev.steno.cli.command.Failure;
import dev.steno.cli.terminal.Console;
import dev.steno.option.Options;
import dev.steno.tui.Tui;
import dev.steno.tui.data.KeptLines;
import dev.steno.tui.data.LiveSource;
import dev.steno.tui.data.Source;
import dev.steno.tui.term.TerminalWindow;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The terminal user interface of a run. As long as it has the terminal, messages go to the log only; those after its end
 * are printed. {@link #run} is for the main thread, {@link #end} for any.
 */
public final class TuiRun {
    private final TerminalWindow window;
    private final Console console;
    private final KeptLines kept;
    private volatile boolean ended;
    private volatile @Nullable Tui tui;

    private TuiRun(TerminalWindow window, Console terminal, KeptLines kept) {
        this.window = window;
        this.kept = kept;
        this.console = new Console(
                OutputStream.nullOutputStream(),
                new Gate(terminal.err()),
                null,
                terminal.environment(),
                null,
                InputStream.nullInputStream(),
                true);
    }

    /** Passes messages on once the interface has ended. */
    private final class Gate extends OutputStream {
        private final PrintStream to;

        Gate(PrintStream to) {
            this.to = to;
        }

        @Override
        public void write(int octet) {
            if (ended) {
                to.write(octet);
            }
        }

        @Override
        public void flush() {
            to.flush();
        }
    }

    /**
     * Takes the terminal.
     *
     * @throws Failure with the code for wrong usage if there is none that can show the interface, or nothing is recorded
     */
    static TuiRun open(Options options, Console terminal) {
        if (options.get(RunOptions.class).recordsNothing()) {
            throw Failure.usage(
                    "--tui shows what is recorded, and --session none records nothing: leave out one of them");
        }
        checkTerminal(terminal);
        return new TuiRun(
                window(terminal),
                terminal,
                KeptLines.in(options.get(RunOptions.class).home()));
    }

    /** @throws Failure with the code for wrong usage if standard output is no terminal, or a dumb one */
    public static void checkTerminal(Console console) {
        if (!console.isTerminal()) {
            throw Failure.usage(
                    "the terminal user interface needs a terminal, and standard output is none: steno ls lists "
                            + "the flows of a session, and steno tail those that are being recorded");
        }
        if (console.environment().getOrDefault("TERM", "").equals("dumb")) {
            throw Failure.usage(
                    "the terminal user interface needs a terminal that can move its cursor, and TERM is dumb: "
                            + "steno ls lists the flows of a session, and steno tail those that are being recorded");
        }
    }

    private static TerminalWindow window(Console console) {
        Logging.keepOffTheTerminal();
        console.out().flush();
        try {
            return Tui.openTerminal(console.environment());
        } catch (IOException e) {
            throw Failure.usage("the terminal user interface cannot start: " + e.getMessage());
        }
    }

    /** Shows a session until the user quits. */
    public static void show(Source source, Console console) {
        Tui.on(window(console), source).run();
    }

    /** Returns the console for messages of the run. */
    Console console() {
        return console;
    }

    /** Shows what is recorded until the user quits, or the run ends. */
    void run(Assembly assembly) {
        try (LiveSource source = Objects.requireNonNull(assembly.shown(), "nothing is recorded")) {
            Tui shown = Tui.on(window, source.keeping(kept));
            tui = shown;
            if (!ended) {
                shown.run();
            }
        }
        ended = true;
    }

    /** Ends the interface and restores the terminal. */
    void end() {
        ended = true;
        Tui shown = tui;
        if (shown == null) {
            window.close();
        } else {
            shown.end();
        }
    }
}
