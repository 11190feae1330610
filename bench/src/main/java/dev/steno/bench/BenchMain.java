package dev.steno.bench;

import dev.steno.bench.dump.DumpWatch;
import dev.steno.bench.memory.IdleConnections;
import dev.steno.bench.memory.MemoryCurve;
import dev.steno.bench.robust.Kill;
import dev.steno.bench.robust.Readers;
import dev.steno.bench.session.MakeSession;
import dev.steno.bench.session.ViewTest;
import dev.steno.bench.stream.StreamTest;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Starts a benchmark by its name; without one, lists them. */
@Command(
        name = "bench/run",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "NAME [options]",
        description = "Measures Steno. Figures of the same machine and the same hour can be compared, others hardly.",
        commandListHeading = "%nBenchmarks:%n",
        footer = "%nEach prints a table, with --json one line of JSON; bench/run NAME --help tells its options.",
        subcommands = {
            DumpWatch.class,
            StreamTest.class,
            MemoryCurve.class,
            IdleConnections.class,
            MakeSession.class,
            ViewTest.class,
            Kill.class,
            Readers.class
        })
public final class BenchMain implements Runnable {
    private final CommandLine line = new CommandLine(this);

    private BenchMain() {}

    public static void main(String[] args) {
        System.exit(
                new BenchMain().line.setCaseInsensitiveEnumValuesAllowed(true).execute(args));
    }

    @Override
    public void run() {
        line.usage(System.out);
    }
}
