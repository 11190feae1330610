package dev.steno.cli.run;

import dev.steno.builtin.FlowPrinter;
import dev.steno.cli.command.Subcommand;
import dev.steno.cli.daemon.DaemonOptions;
import dev.steno.cli.daemon.Readiness;
import dev.steno.cli.terminal.Console;
import dev.steno.cli.terminal.ExitCode;
import dev.steno.option.Options;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Model.CommandSpec;

/** {@code steno run}: runs the proxy. */
public final class RunCommand implements Subcommand {
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
        Options options = ProductOptions.declared();
        ProductOptions.load(options, FlagReader.read(args, options), System.getenv());
        PrintOptions print = options.get(PrintOptions.class);
        Logging.configure(print.verbose());
        Announcer announcer = new Announcer(options, console);
        Assembly assembly = new Assembly(
                options,
                announcer,
                new FlowPrinter(console.out(), console.colour(), print.flowDetail()),
                announcer::happened);
        Readiness readiness = new Readiness(options.get(DaemonOptions.class), announcer::warn);
        Shutdown ending = new Shutdown(assembly, readiness, announcer);
        ending.installHandlers();
        try {
            assembly.bind();
            long bound = ProcessClock.millis();
            assembly.start();
            announcer.started(assembly, bound);
            readiness.begin(assembly.ready());
        } catch (IOException | RuntimeException e) {
            if (ending.hasBegun()) {
                waitForTheEnd();
            }
            assembly.close();
            throw e;
        }
        waitForTheEnd();
        return ExitCode.OK;
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
