package dev.steno.cli.run;

import dev.steno.cli.assembly.Assembly;
import dev.steno.cli.command.Failure;
import dev.steno.cli.option.RunOptions;
import dev.steno.cli.terminal.Console;
import dev.steno.cli.terminal.ExitCode;
import dev.steno.cli.terminal.Logging;
import dev.steno.content.schema.ProtoSchema;
import dev.steno.look.SchemaFiles;
import dev.steno.option.Options;
import dev.steno.tui.Tui;
import dev.steno.tui.data.KeptLines;
import dev.steno.tui.data.LiveSource;
import dev.steno.tui.data.Source;
import dev.steno.tui.term.TerminalWindow;
import dev.steno.web.WebOptions;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The terminal user interface of a run. As long as it has the terminal, messages go to the log only; those after its end
 * are printed. {@link #run} is for the main thread, {@link #end} for any.
 */
public final class TuiRun {
    private static final Logger LOG = LoggerFactory.getLogger(TuiRun.class);

    private final TerminalWindow window;
    private final Console console;
    private final KeptLines kept;
    private final ProtoSchema schema;
    private volatile boolean ended;

    /** Whether the terminal can be written to: it is restored, and takes output. */
    private volatile boolean open;

    private volatile @Nullable Tui tui;

    private TuiRun(TerminalWindow window, Console terminal, KeptLines kept, ProtoSchema schema) {
        this.window = window;
        this.kept = kept;
        this.schema = schema;
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
            if (open) {
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
     * @throws IOException if a file of {@code --proto} cannot be read
     */
    static TuiRun open(Options options, Console terminal) throws IOException {
        if (options.get(RunOptions.class).recordsNothing()) {
            throw Failure.usage(
                    "--tui shows what is recorded, and --session none records nothing: leave out one of them");
        }
        checkTerminal(terminal);
        ProtoSchema schema = SchemaFiles.read(options.get(WebOptions.class).proto());
        return new TuiRun(
                window(terminal),
                terminal,
                KeptLines.in(options.get(RunOptions.class).home()),
                schema);
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

    /** Shows a session until the user quits, or a signal asks the process to end. */
    public static void show(Source source, Console console) {
        Tui shown = Tui.on(window(console), source);
        console.onEachEndingSignal(signal -> {
            if (!shown.end()) {
                System.exit(ExitCode.FAILURE); // its thread waits for a terminal that takes no output
            }
        });
        shown.run();
    }

    /** Returns the console for messages of the run. */
    Console console() {
        return console;
    }

    /**
     * Shows what is recorded until the user quits, or the run ends. If the interface fails, it says so, and the recording
     * goes on.
     *
     * @param logFile where the log goes; empty if it is in memory only
     * @return whether the run is to end
     */
    boolean run(Assembly assembly, Optional<Path> logFile) {
        try (LiveSource source = Objects.requireNonNull(assembly.shown(), "nothing is recorded")) {
            Tui shown = Tui.on(window, source.keeping(kept).naming(schema));
            tui = shown;
            try {
                if (!ended) {
                    shown.run();
                }
                open = true;
                return true;
            } catch (RuntimeException | LinkageError | StackOverflowError e) {
                open = true;
                failed(e, source, logFile);
                return false;
            }
        }
    }

    private void failed(Throwable cause, Source source, Optional<Path> logFile) {
        String what = "internal error: the terminal interface ended: " + cause;
        LOG.error(what, cause);
        console.say(what + "; please report it with the trace "
                + logFile.map(file -> "in " + file).orElse("below"));
        console.say("the recording goes on: steno tui " + source.name() + " shows it, and Ctrl-C ends it");
        if (logFile.isEmpty()) {
            cause.printStackTrace(console.err());
        }
    }

    /** Ends the interface and restores the terminal. */
    void end() {
        ended = true;
        Tui shown = tui;
        if (shown == null) {
            window.close();
            open = true;
        } else {
            open = shown.end();
        }
    }
}
