package dev.steno.bench;

import dev.steno.bench.dump.DumpWatch;
import dev.steno.bench.exchange.Copies;
import dev.steno.bench.exchange.Exports;
import dev.steno.bench.exchange.ImportHar;
import dev.steno.bench.exchange.ImportMitm;
import dev.steno.bench.exchange.ImportRaw;
import dev.steno.bench.live.KillFlows;
import dev.steno.bench.live.MockAnswers;
import dev.steno.bench.live.ReplayRates;
import dev.steno.bench.live.StreamMessages;
import dev.steno.bench.live.ThrottleRates;
import dev.steno.bench.memory.HeldRequests;
import dev.steno.bench.memory.IdleConnections;
import dev.steno.bench.memory.MemoryCurve;
import dev.steno.bench.mock.MockKeys;
import dev.steno.bench.mock.MockSession;
import dev.steno.bench.robust.Kill;
import dev.steno.bench.robust.Readers;
import dev.steno.bench.rule.IdleRules;
import dev.steno.bench.rule.RedactionCost;
import dev.steno.bench.rule.RulesCost;
import dev.steno.bench.script.ScriptCost;
import dev.steno.bench.session.DiffSessions;
import dev.steno.bench.session.MakeSession;
import dev.steno.bench.session.StatsTest;
import dev.steno.bench.session.ViewTest;
import dev.steno.bench.shared.SharedReads;
import dev.steno.bench.shared.ShipCost;
import dev.steno.bench.shared.TextSearches;
import dev.steno.bench.stream.StreamTest;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Starts a benchmark by name; without a name, lists all benchmarks. */
@Command(
        name = "bench/run",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "NAME [options]",
        description =
                "Measures Steno. Compare only figures that were measured on the same machine within the same hour.",
        commandListHeading = "%nBenchmarks:%n",
        footer =
                "%nA benchmark prints a table, or one line of JSON with --json. bench/run NAME --help shows its options.",
        subcommands = {
            DumpWatch.class,
            StreamTest.class,
            MemoryCurve.class,
            IdleConnections.class,
            HeldRequests.class,
            MakeSession.class,
            ImportHar.class,
            ImportRaw.class,
            Copies.class,
            StatsTest.class,
            DiffSessions.class,
            RulesCost.class,
            IdleRules.class,
            RedactionCost.class,
            ScriptCost.class,
            ViewTest.class,
            Kill.class,
            ImportMitm.class,
            Exports.class,
            KillFlows.class,
            StreamMessages.class,
            MockAnswers.class,
            ReplayRates.class,
            MockKeys.class,
            MockSession.class,
            ThrottleRates.class,
            Readers.class,
            ShipCost.class,
            TextSearches.class,
            SharedReads.class
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
