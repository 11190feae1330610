package dev.steno.cli.replay;

import dev.steno.cli.assembly.ProductOptions;
import dev.steno.cli.command.Failure;
import dev.steno.cli.command.Subcommand;
import dev.steno.cli.diff.AnswerComparison;
import dev.steno.cli.diff.ReplacedValues;
import dev.steno.cli.print.HtmlPage;
import dev.steno.cli.run.EmbeddedProxy;
import dev.steno.cli.terminal.Console;
import dev.steno.cli.terminal.ExitCode;
import dev.steno.cli.terminal.ProgressLine;
import dev.steno.flow.Endpoint;
import dev.steno.flow.HttpFlow;
import dev.steno.option.OptionSource;
import dev.steno.option.Options;
import dev.steno.replay.ask.RunFlags;
import dev.steno.replay.carry.CarriedPairs;
import dev.steno.replay.carry.CarriedResponses;
import dev.steno.replay.carry.CarryPlan;
import dev.steno.replay.carry.NewResponses;
import dev.steno.replay.request.ReplayedRequests;
import dev.steno.replay.run.CarriedValues;
import dev.steno.replay.run.RecordRun;
import dev.steno.replay.run.RunFigures;
import dev.steno.replay.run.RunPlan;
import dev.steno.replay.run.RunSettings;
import dev.steno.sqlite.SqliteSessionReader;
import dev.steno.store.SessionReader;
import dev.steno.text.FileErrors;
import dev.steno.text.Quantity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** {@code steno replay}: sends the requests of a session again, and reports what came of them. */
public final class ReplayCommand implements Subcommand {
    private static final String NAME = "steno replay";

    /** The options of {@code steno run} that the help page shows. */
    private static final List<String> SHOWN =
            List.of("keep-host", "upstream-ca", "insecure", "mode", "rules", "home", "quiet");

    @Override
    public String summary() {
        return "Send the requests of a session again: compare the responses, or load a server.";
    }

    private static Options declared() {
        Options options = ProductOptions.declared();
        options.register(RunFlags.class);
        options.register(ReplayFlags.class);
        return options;
    }

    @Override
    public void describe(CommandSpec spec) {
        Options own = new Options();
        own.register(RunFlags.class);
        own.register(ReplayFlags.class);
        Set<String> shown = new HashSet<>(SHOWN);
        own.all().stream().filter(option -> !option.hidden()).forEach(option -> shown.add(option.name()));
        EmbeddedProxy.describe(spec, declared(), shown);
        spec.addPositional(PositionalParamSpec.builder()
                .index("0")
                .paramLabel("SESSION")
                .type(Path.class)
                .arity("0..1")
                .description("The session whose requests are sent.")
                .build());
        spec.addPositional(PositionalParamSpec.builder()
                .index("1")
                .paramLabel("FILTER")
                .type(String.class)
                .arity("0..1")
                .description("Only flows that match.")
                .build());
        spec.usageMessage()
                .customSynopsis("steno replay SESSION [FILTER] [OPTIONS]")
                .footer(
                        "",
                        "Requests take the way of a client's: rules, scripts, the next proxy and the options of TLS apply,"
                                + " and each is recorded as a new flow that names the recorded one. --set changes each request:"
                                + " header:NAME=VALUE, query:NAME=VALUE, url:REGEX=REPLACEMENT or body:json:PATH=VALUE, with"
                                + " {{uuid}}, {{now}}, {{counter}}, {{flow.id}} and variables of --env. Ctrl-C stops the run"
                                + " and prints its report. All options of steno run can be given. Exit codes: 0 done, 1 nothing"
                                + " was answered or --fail-on, 3 different, 2 wrong arguments, 130 stopped before its end.");
    }

    @Override
    public int run(List<String> args, Console console) throws IOException {
        ReplayArguments sorted = ReplayArguments.of(args);
        List<String> words = new ArrayList<>();
        EmbeddedProxy.Setup setup = EmbeddedProxy.setUp(
                declared(), sorted.flags(), console.environment(), NAME, EmbeddedProxy.Web.OFF, words::add);
        Options options = setup.options();
        ReplayFlags flags = options.get(ReplayFlags.class);
        List<String> named = ReplayArguments.sessionAndFilter(words);
        boolean keepHost = options.require("keep-host").current().equals("true");
        ReplayAsk ask = ReplayAsk.of(
                flags, options.get(RunFlags.class), named.size() == 2 ? named.get(1) : "", sorted.changes(), keepHost);
        Path file = Path.of(named.get(0));
        if (named.get(0).matches("\\d+") && Files.notExists(file)) {
            throw Failure.usage("there is no session " + file + "; to send flow " + file
                    + " of a running Steno again: steno call replay.flow @" + file);
        }
        checkRecord(ask, file, options);
        if (flags.html().isPresent()) {
            HtmlPage.checkFile(flags.html().get());
        }
        ReplayedRequests requests = new ReplayedRequests(ask.asked().requests());
        try (SessionReader reader = SqliteSessionReader.open(file);
                ProgressLine progress = new ProgressLine(console)) {
            RunPlan plan = RunPlan.read(reader, ask.choice(), requests, progress);
            CarryPlan carry = ask.asked().correlate() ? CarryPlan.read(reader, plan, requests, progress) : null;
            progress.hide();
            if (flags.dryRun()) {
                ReplayPlanText.lines(plan, ask.run()).forEach(console.out()::println);
                ReplayPlanText.carried(carry).forEach(console.out()::println);
                ReplayPlanText.warnings(plan).forEach(warning -> console.say("warning: " + warning));
                console.flush();
                return ExitCode.OK;
            }
            if (plan.size() == 0) {
                throw Failure.because(
                        plan.matching() == 0
                                ? "no flow of " + file + " matches, so nothing is sent"
                                : "none of the " + Quantity.count(plan.matching(), "flow") + " can be sent: "
                                        + String.join("; ", ReplayPlanText.refusals(plan)));
            }
            Run run = new Run(file, reader, plan, carry, requests, ask, setup);
            boolean told = askForUnsafe(run, console);
            return run(run, told, console, progress);
        }
    }

    /** @param carry what requests take over from responses; null if they are sent as recorded */
    private record Run(
            Path file,
            SessionReader reader,
            RunPlan plan,
            @Nullable CarryPlan carry,
            ReplayedRequests requests,
            ReplayAsk ask,
            EmbeddedProxy.Setup setup) {}

    /** What is asked for can be recorded, and is where it is needed. */
    private static void checkRecord(ReplayAsk ask, Path file, Options options) throws IOException {
        Path home = EmbeddedProxy.home(options);
        boolean named = options.require("session").source() != OptionSource.DEFAULT;
        Path last = home.resolve("last.steno");
        if (!named && Files.exists(last) && Files.isSameFile(last, file)) {
            throw Failure.usage("the replay would be recorded to " + file
                    + ", which a run without a session replaces; name a session: --to replay.steno, or --to " + file
                    + " to record to the same one");
        }
        if (recordsNothing(options)
                && !ask.flags().dryRun()
                && (ask.compares() || ask.asked().correlate())) {
            throw Failure.usage((ask.compares() ? "--compare" : "--correlate")
                    + " needs the responses to be recorded; name another session than none with --to");
        }
    }

    /** Says what will be sent, and what a person should know before. */
    private static void tell(Run run, Console console) {
        if (!run.setup().options().require("quiet").current().equals("true")) {
            ReplayPlanText.lines(run.plan(), run.ask().run()).forEach(console::say);
        }
        ReplayPlanText.warnings(run.plan()).forEach(warning -> console.say("warning: " + warning));
    }

    private static boolean recordsNothing(Options options) {
        return options.require("session").current().equals("none");
    }

    /** Returns whether it was told what will be sent, as a person was asked. */
    private static boolean askForUnsafe(Run run, Console console) throws IOException {
        List<String> servers = run.plan().servers().entrySet().stream()
                .filter(each -> each.getValue().unsafe() > 0 && !isLoopback(each.getKey()))
                .map(each -> each.getKey().toString())
                .toList();
        if (servers.isEmpty() || run.ask().flags().yes()) {
            return false;
        }
        String what =
                "requests that may change something (all but GET, HEAD, OPTIONS and TRACE, and what is sent in streams) would go to "
                        + servers.get(0) + (servers.size() == 1 ? "" : " and " + (servers.size() - 1) + " more");
        boolean asks = console.isErrorTerminal();
        if (asks) {
            tell(run, console);
        }
        if (!asks || !console.confirm(what + ". Send them?")) {
            throw Failure.usage(what
                    + "; add --yes to send them, --target URL to send them elsewhere, or a filter such as '~m GET'");
        }
        return true;
    }

    /** Names are not looked up. */
    private static boolean isLoopback(Endpoint server) {
        String host = server.host().toLowerCase(Locale.ROOT);
        return host.equals("localhost")
                || host.endsWith(".localhost")
                || host.matches("127(\\.\\d{1,3}){3}")
                || host.equals("::1")
                || host.equals("0:0:0:0:0:0:0:1");
    }

    /** @param told whether it was told what will be sent */
    private static int run(Run run, boolean told, Console console, ProgressLine progress) throws IOException {
        ReplayAsk ask = run.ask();
        ReplayPairs pairs = new ReplayPairs(ask.compares());
        RunFigures figures;
        Path recorded;
        long warmUp;
        try (EmbeddedProxy proxy = EmbeddedProxy.startWithoutListener(run.setup(), console)) {
            recorded = proxy.file();
            if (!told) {
                tell(run, console);
            }
            warmUp = warmUp(run, recorded != null, console, progress);
            CarryPlan carry = run.carry();
            if (carry == null) {
                figures = send(run, proxy, CarriedValues.NONE, pairs, progress);
            } else {
                try (NewResponses responses = new NewResponses(proxy.session())) {
                    figures = send(run, proxy, new CarriedResponses(carry, run.reader(), responses), pairs, progress);
                }
            }
        }
        progress.hide();
        ReplayReport report = new ReplayReport(run.file(), recorded, ask.run(), run.plan(), figures, warmUp);
        if (ask.flags().json()) {
            ReplayJson.write(report, console);
        } else {
            ReplayText.lines(report).forEach(console.out()::println);
        }
        console.flushWhileRead();
        if (ask.flags().html().isPresent()) {
            ReplayHtml.write(report, ask.flags().html().get());
        }
        boolean same = !ask.compares() || recorded == null || compare(run, recorded, pairs, console, progress);
        boolean endedEarly = progress.isStopped() && ask.run().passes() != RunSettings.ENDLESS;
        return endedEarly ? ExitCode.STOPPED : exitCode(ask.flags(), figures, same);
    }

    /** Returns how many requests the program sent to itself. A run whose warm-up fails is a cold one. */
    private static long warmUp(Run run, boolean records, Console console, ProgressLine progress) {
        Duration longest = run.ask().flags().warmUp();
        if (longest.isZero() || !WarmUp.isWorthwhile(run.plan(), run.ask().run())) {
            return 0;
        }
        try {
            Path home = EmbeddedProxy.home(run.setup().options());
            return WarmUp.run(run.reader(), run.plan(), home, records, longest, console, progress);
        } catch (IOException e) {
            progress.hide();
            console.say("warning: there was no warm-up, so the first requests may be late: " + FileErrors.reason(e));
            return 0;
        }
    }

    private static RunFigures send(
            Run run, EmbeddedProxy proxy, CarriedValues carried, ReplayPairs pairs, ProgressLine progress)
            throws IOException {
        RecordRun.Origin origin = new RecordRun.Origin(
                run.reader(), source(run.file(), proxy.file()), run.plan(), run.requests(), carried);
        return new RecordRun(origin, run.ask().run(), proxy.clients(), pairs, progress).run();
    }

    /** Flows of the same session need not name it. */
    private static @Nullable String source(Path file, @Nullable Path recorded) throws IOException {
        return recorded != null && Files.isSameFile(file, recorded)
                ? null
                : file.toAbsolutePath().normalize().toString();
    }

    private static boolean compare(Run run, Path recorded, ReplayPairs pairs, Console console, ProgressLine progress)
            throws IOException {
        if (!run.ask().flags().json()) {
            console.out().println();
        }
        try (SessionReader answered = SqliteSessionReader.open(recorded)) {
            return AnswerComparison.print(
                    new AnswerComparison.Pairs(
                            run.file(), run.reader(), pairs.recorded(), recorded, answered, pairs.answered()),
                    run.ask().ignored(),
                    replaced(run, answered),
                    run.ask().flags().json(),
                    console,
                    progress);
        }
    }

    /** Values that were taken from new responses differ on purpose. */
    private static ReplacedValues replaced(Run run, SessionReader answered) {
        CarryPlan carry = run.carry();
        if (carry == null) {
            return ReplacedValues.NONE;
        }
        CarriedPairs pairs = new CarriedPairs(carry, run.requests());
        return (one, other) -> one instanceof HttpFlow before && other instanceof HttpFlow after
                ? pairs.of(before, run.reader(), after, answered)
                : Map.of();
    }

    private static int exitCode(ReplayFlags flags, RunFigures figures, boolean same) {
        List<ReplayFlags.FailOn> on = flags.failOn();
        boolean failed = figures.answered() == 0
                || on.contains(ReplayFlags.FailOn.FAILED) && figures.failed() > 0
                || on.contains(ReplayFlags.FailOn.LATE) && figures.late() > 0
                || on.contains(ReplayFlags.FailOn.SKIPPED) && figures.skippedRequests() > 0;
        if (failed) {
            return ExitCode.FAILURE;
        }
        boolean otherStatus = on.contains(ReplayFlags.FailOn.STATUS) && figures.otherStatus() > 0;
        return same && !otherStatus ? ExitCode.OK : ExitCode.DIFFERENT;
    }
}
