package dev.steno.cli.run;

import dev.steno.addon.jar.AddonFolder;
import dev.steno.builtin.FlowPrinter;
import dev.steno.cli.assembly.AddonStart;
import dev.steno.cli.assembly.Assembly;
import dev.steno.cli.assembly.ProductOptions;
import dev.steno.cli.assembly.RecentSessions;
import dev.steno.cli.command.Failure;
import dev.steno.cli.command.Subcommand;
import dev.steno.cli.daemon.DaemonOptions;
import dev.steno.cli.daemon.Readiness;
import dev.steno.cli.daemon.RunFile;
import dev.steno.cli.daemon.RunLog;
import dev.steno.cli.option.FlagReader;
import dev.steno.cli.option.OptionFlags;
import dev.steno.cli.option.PrintOptions;
import dev.steno.cli.option.RecordChecks;
import dev.steno.cli.option.RunOptions;
import dev.steno.cli.terminal.Console;
import dev.steno.cli.terminal.ExitCode;
import dev.steno.cli.terminal.HangUp;
import dev.steno.cli.terminal.Logging;
import dev.steno.cli.terminal.SystemBrowser;
import dev.steno.net.PortTakenException;
import dev.steno.net.ProxyServer;
import dev.steno.option.Options;
import dev.steno.text.ListLayout;
import dev.steno.web.WebOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** {@code steno run}: runs the proxy. */
public final class RunCommand implements Subcommand {
    private final Runnable started;

    /** For a call of its own. */
    public RunCommand() {
        this(() -> {});
    }

    /** @param started called once clients are accepted */
    public RunCommand(Runnable started) {
        this.started = started;
    }

    @Override
    public String summary() {
        return "Run the proxy and record its traffic.";
    }

    @Override
    public void describe(CommandSpec spec) {
        OptionFlags.describe(spec, ProductOptions.declared());
        spec.usageMessage()
                .customSynopsis("steno [run] [OPTIONS]")
                .footer(
                        "",
                        "Prints one line for each flow that has ended; messages go to standard error. Ctrl-C or SIGTERM "
                                + "stops the proxy: exchanges in progress have the time of --grace to complete, the record is "
                                + "written, and the exit code is 0. A second signal, a second or more later, ends it at once.");
    }

    @Override
    public int run(List<String> args, Console console) throws IOException {
        Running running = begin(args, console, System.getenv());
        started.run();
        TuiRun screen = running.screen();
        if (screen != null && screen.run(running.assembly(), running.logFile())) {
            running.ending().requested();
        }
        waitForTheEnd();
        return ExitCode.OK;
    }

    /** A proxy that runs, and the terminal user interface that is to show it. */
    private record Running(
            Assembly assembly, Shutdown ending, @Nullable TuiRun screen, Optional<Path> logFile) {}

    /**
     * Starts the proxy, which runs until a signal ends the process. Blocks until clients are accepted.
     *
     * @throws IOException if a part cannot start
     */
    public static Assembly start(List<String> args, Console console, Map<String, String> environment)
            throws IOException {
        return begin(args, console, environment).assembly();
    }

    private static Running begin(List<String> args, Console terminal, Map<String, String> environment)
            throws IOException {
        Preload.proxy();
        Options options = ProductOptions.declared();
        AddonFolder addons = AddonStart.load(options, args, environment);
        AddonStart.loadOptions(options, addons, () -> FlagReader.read(args, options), environment);
        RecordChecks.check(options);
        PrintOptions print = options.get(PrintOptions.class);
        Logging.configure(print.verbose());
        TuiRun screen = print.tui() ? TuiRun.open(options, terminal) : null;
        Console console = screen == null ? terminal : screen.console();
        RunLog log = RunLog.open(options.get(DaemonOptions.class), message -> console.say("warning: " + message));
        Announcer announcer = new Announcer(options, console, log.events());
        console.colourWhen(print.color());
        Assembly assembly = new Assembly(options, announcer, printer(print, console), announcer::happened, log);
        assembly.install(addons);
        Readiness readiness = new Readiness(options.get(DaemonOptions.class), announcer::warn);
        Shutdown ending = new Shutdown(assembly, readiness, announcer, log, HangUp.of(terminal));
        if (screen != null) {
            ending.endFirst(screen::end);
        }
        ending.installHandlers();
        try {
            assembly.bind(ProxyServer.Sockets.LISTENING);
            long bound = ProcessClock.millis();
            assembly.start();
            announcer.started(assembly, bound);
            addons.problems().forEach(announcer::warn);
            addons.logCauses();
            readiness.begin(assembly.ready());
            if (options.get(WebOptions.class).open()) {
                openBrowser(assembly, options.get(RunOptions.class).home(), environment, announcer);
            }
            return new Running(
                    assembly, ending, screen, options.get(DaemonOptions.class).logFile());
        } catch (PortTakenException e) {
            endScreen(screen);
            assembly.close();
            String message = taken(e, options.get(RunOptions.class).home());
            log.closeAfter(message);
            throw Failure.because(message, e);
        } catch (IOException | RuntimeException e) {
            if (ending.hasBegun()) {
                waitForTheEnd();
            }
            endScreen(screen);
            assembly.close();
            log.closeAfter(String.valueOf(e.getMessage()));
            throw e;
        }
    }

    private static void endScreen(@Nullable TuiRun screen) {
        if (screen != null) {
            screen.end();
        }
    }

    /** Opens the web interface on a thread of its own, since a browser may take seconds to start. */
    private static void openBrowser(
            Assembly assembly, Path home, Map<String, String> environment, Announcer announcer) {
        String url = assembly.webLoginUrl();
        if (url == null) {
            announcer.warn("--open: there is no web interface to open (--web off)");
            return;
        }
        Thread opening = new Thread(
                () -> SystemBrowser.open(url, home.resolve(RunFile.FOLDER), environment)
                        .ifPresent(problem -> announcer.warn("--open: " + problem)),
                "open-browser");
        opening.setDaemon(true);
        opening.start();
    }

    /**
     * Explains why a port cannot be bound; names the Steno that has bound it, if it was started with the same home
     * folder.
     */
    private static String taken(PortTakenException e, Path home) {
        return RecentSessions.listeningOn(e.port(), home)
                .map(other -> e.messageNaming(
                        "another Steno, process " + other.process() + ", which records to " + other.file()))
                .orElse(String.valueOf(e.getMessage()));
    }

    /** Returns the printer of flows: in columns on a terminal, else in lines for programs. */
    private static FlowPrinter printer(PrintOptions print, Console console) {
        ListLayout layout = console.isTerminal() ? new ListLayout(console.width(), console.colour(), false) : null;
        return new FlowPrinter(console.out(), console.colour(), print.flowDetail(), print.shown(), layout);
    }

    /** Waits for the signal that ends the process. */
    private static void waitForTheEnd() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
